import { withoutCredentialShapes } from '../../protocol/scrubber.js';
import type { LiveApi } from '../../words.js';
import { EXIT, type Command } from '../command.js';
import { FACT_OPTIONS, readDay } from '../fact-options.js';
import { readArguments } from '../arguments.js';
import { readSetup } from '../json-file.js';
import type { OptionTable } from '../option-table.js';
import type { Output } from '../output.js';
import { shown, UsageError } from '../usage-error.js';
import { named, readDeployments, type Deployment } from './deployment.js';
import { judge } from './judgement.js';
import { renderJudgements } from './render-judgement.js';

const OPTIONS = {
  api: FACT_OPTIONS.api,
  model: FACT_OPTIONS.model,
  location: FACT_OPTIONS.location,
  'api-version': FACT_OPTIONS['api-version'],
  setup: FACT_OPTIONS.setup,
  on: FACT_OPTIONS.on,
  json: FACT_OPTIONS.json,
} satisfies OptionTable;

/** `check`: what Google is known to refuse, before it is deployed. */
export const checkCommand: Command = {
  name: 'check',
  summary: 'What Google will refuse of a session, today and by date; for CI.',
  usage: ['check --api API --model NAME [OPTION…]', 'check FILE [--on DAY] [--json]'],
  about: [
    "Looks at the model's name, its place and the setup, by the tables that tell why a session closed. Asks nobody: that something passes does not say that the project may use it.",
    'FILE holds deployments: a JSON array of { "name", "api", "model", "location", "version", "setup" }, of which api and a model (here or in the setup) are needed, and setup is an object or the name of a file; or one such object a line.',
  ],
  options: OPTIONS,
  examples: [
    'gemini-live check --api vertex --location us-central1 --model gemini-3.8-live',
    'gemini-live check deployments.json --on 2026-12-13',
  ],
  exits:
    '0 nothing is known to be wrong on that day; 1 something is; 2 the arguments or the file are wrong.',
  run: (args, output) => Promise.resolve(run(args, output)),
};

function run(args: readonly string[], output: Output): number {
  const { options, positionals } = readArguments(args, OPTIONS);
  const [file, second] = positionals;
  if (second !== undefined)
    throw new UsageError(`check takes one FILE; ${shown(second)} is a second`);
  const { api, model, location, 'api-version': version, setup, on, json } = options;
  const described = { api, model, location, version, setup };
  const day = on ?? new Date().toISOString().slice(0, 10);
  const at = readDay(day);
  const deployments =
    file === undefined
      ? [fromOptions(described)]
      : readDeployments(withoutOptions(file, described));
  const judgements = deployments.map((deployment) => judge(deployment, at));
  const text = json
    ? JSON.stringify({ day, deployments: judgements.map(plain) }, null, 2)
    : renderJudgements(judgements, day, output);
  // Somebody may have put a key where a name belongs.
  output.print(withoutCredentialShapes(text));
  return judgements.some(({ problems }) => problems.length > 0) ? EXIT.wrong : EXIT.ok;
}

type Described = Readonly<
  Record<'api' | 'model' | 'location' | 'version' | 'setup', string | undefined>
>;

function fromOptions({ api, model, location, version, setup }: Described): Deployment {
  if (api === undefined) {
    throw new UsageError(
      'check has neither FILE nor --api; allowed: FILE, or --api gemini|vertex with --model NAME or --setup FILE (see --help)',
    );
  }
  return named(
    {
      name: undefined,
      api: api as LiveApi,
      model,
      location,
      version,
      setup: setup === undefined ? undefined : readSetup('--setup', setup),
    },
    'check --api',
  );
}

/** A file says of each deployment what the options would say of all. */
function withoutOptions(file: string, options: Described): string {
  const given = Object.entries(options).find(([, value]) => value !== undefined);
  if (given === undefined) return file;
  const name = given[0] === 'version' ? 'api-version' : given[0];
  throw new UsageError(
    `--${name} goes with no FILE (${shown(file)} is given): allowed with it are --on and --json`,
  );
}

/** Without the setup, which may hold anything. */
function plain({ deployment, ...rest }: ReturnType<typeof judge>): object {
  const { setup: _, ...shown } = deployment;
  return { ...shown, ...rest };
}
