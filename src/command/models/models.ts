import type { LiveApi } from '../../words.js';
import { readArguments } from '../arguments.js';
import { EXIT, type Command } from '../command.js';
import { FACT_OPTIONS, readDay } from '../fact-options.js';
import { credentialsFor, googleHost } from '../google-credentials.js';
import type { OptionTable } from '../option-table.js';
import type { Output } from '../output.js';
import { UsageError } from '../usage-error.js';
import { catalogueRows } from './catalogue-rows.js';
import { compareLists, type Difference } from './compare-lists.js';
import { baseUrl, ListError, listModels } from './listed-models.js';
import { renderCatalogue } from './render-catalogue.js';
import { renderVerified } from './render-verified.js';

const OPTIONS = {
  api: FACT_OPTIONS.api,
  on: FACT_OPTIONS.on,
  verify: { help: "Ask Google's own list, with the credentials of the environment." },
  location: {
    ...FACT_OPTIONS.location,
    help: 'With --verify: the location on Vertex AI. Default: GOOGLE_CLOUD_LOCATION, else us-central1.',
  },
  endpoint: {
    value: 'URL',
    help: 'With --verify: another server than Google, e.g. http://127.0.0.1:8080. It needs no key, and is given one over TLS or on this machine only.',
  },
  json: FACT_OPTIONS.json,
} satisfies OptionTable;

/** `models`: the catalogue, and whether it is still true. */
export const modelsCommand: Command = {
  name: 'models',
  summary: 'Which API serves which Live model, where, until when; --verify asks Google.',
  usage: ['models [--api API] [--on DAY] [--json]', 'models --verify [--api API] [--endpoint URL]'],
  about: [
    "The catalogue by which closes are explained, with its sources. --verify compares it with Google's list: ListModels of the Gemini API, with GEMINI_API_KEY or GOOGLE_API_KEY; on Vertex AI the publisher's list, with GOOGLE_OAUTH_ACCESS_TOKEN. The key goes into a header and is never printed.",
    "The form of Vertex AI's list is taken from Google's client libraries and was tried against a simulator only. It does not say which models are Live: that is told by their names.",
  ],
  options: OPTIONS,
  examples: [
    'gemini-live models --api vertex',
    'GEMINI_API_KEY=… gemini-live models --verify',
    'gemini-live models --json --on 2026-12-13',
  ],
  exits:
    '0 the catalogue was shown, or agrees with the list; 1 it differs from the list, or the list could not be had; 2 the arguments are wrong.',
  run,
};

async function run(args: readonly string[], output: Output): Promise<number> {
  const { options, positionals } = readArguments(args, OPTIONS);
  if (positionals[0] !== undefined) {
    throw new UsageError('models takes no argument; allowed are options (see --help)');
  }
  const api = options.api as LiveApi | undefined;
  const day = options.on ?? new Date().toISOString().slice(0, 10);
  const rows = catalogueRows(readDay(day));
  if (options.verify) return await verify(rows, api ?? 'gemini', options, output);
  for (const name of ['location', 'endpoint'] as const) {
    if (options[name] !== undefined) throw new UsageError(`--${name} goes with --verify only`);
  }
  const shown = rows.filter((row) => api === undefined || row[api].standing !== 'never');
  output.print(
    options.json
      ? JSON.stringify({ day, models: shown }, null, 2)
      : renderCatalogue(shown, api === undefined ? ['gemini', 'vertex'] : [api], day, output),
  );
  return EXIT.ok;
}

async function verify(
  rows: ReturnType<typeof catalogueRows>,
  api: LiveApi,
  options: { readonly location?: string; readonly endpoint?: string; readonly json?: true },
  output: Output,
): Promise<number> {
  const location = options.location ?? (process.env['GOOGLE_CLOUD_LOCATION'] || 'us-central1');
  const url = listUrl(api, location, options.endpoint);
  const headers = credentialsFor(api, url, options.endpoint === undefined, process.env);
  let differences: Difference[];
  let count: number;
  try {
    const listed = await listModels({ url, headers });
    count = listed.length;
    differences = compareLists(rows, listed, api);
  } catch (error) {
    if (!(error instanceof ListError)) throw error;
    output.warn(`gemini-live: the list could not be had: ${error.message}`);
    return EXIT.wrong;
  }
  const { host } = new URL(url);
  output.print(
    options.json
      ? JSON.stringify({ api, host, listed: count, differences }, null, 2)
      : renderVerified({ api, host, count, differences }, output),
  );
  return differences.length === 0 ? EXIT.ok : EXIT.wrong;
}

function listUrl(api: LiveApi, location: string, endpoint: string | undefined): string {
  const base =
    endpoint === undefined
      ? `https://${googleHost(api, location)}`
      : baseUrl(endpoint, ['http', 'https']).href.replace(/\/$/, '');
  return api === 'gemini' ? `${base}/v1beta/models` : `${base}/v1beta1/publishers/google/models`;
}
