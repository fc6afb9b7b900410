import type { LiveApi } from '../../words.js';
import { readArguments } from '../arguments.js';
import { EXIT, type Command } from '../command.js';
import { FACT_OPTIONS } from '../fact-options.js';
import { credentialsFor } from '../google-credentials.js';
import { readSetup } from '../json-file.js';
import type { OptionTable } from '../option-table.js';
import type { Output } from '../output.js';
import { UsageError } from '../usage-error.js';
import { liveAddress } from './live-address.js';
import { connectOnce, type Connected } from './live-connection.js';
import { findSocket } from './live-socket.js';
import { connectedJson, renderConnected } from './render-connected.js';

const OPTIONS = {
  api: FACT_OPTIONS.api,
  model: FACT_OPTIONS.model,
  location: {
    ...FACT_OPTIONS.location,
    help: 'The location on Vertex AI. Default: GOOGLE_CLOUD_LOCATION, else us-central1.',
  },
  project: {
    value: 'NAME',
    help: "The project on Vertex AI, for the model's path. Default: GOOGLE_CLOUD_PROJECT.",
  },
  'api-version': FACT_OPTIONS['api-version'],
  setup: { ...FACT_OPTIONS.setup, help: 'The setup to send, as JSON. Default: audio answers.' },
  timeout: {
    value: 'SECONDS',
    form: {
      test: (value) => Number(value) > 0 && Number(value) <= 600,
      allowed: 'seconds, over 0 and at most 600',
    },
    help: 'How long to wait for setupComplete. Default: 15.',
  },
  endpoint: {
    value: 'URL',
    help: 'Another server than Google, e.g. ws://127.0.0.1:8080. It needs no key, and is given one over TLS or on this machine only.',
  },
  socket: {
    value: 'LIBRARY',
    among: ['ws', 'global'],
    help: 'ws (npm) or global (of Node 22 and later). Default: ws where the folder has it.',
  },
  json: FACT_OPTIONS.json,
} satisfies OptionTable;

/** A process that a signal ended. */
const INTERRUPTED = 130;

/** `connect`: one real session, to see whether it is set up. */
export const connectCommand: Command = {
  name: 'connect',
  summary: 'Open one session with the credentials of the environment: is it set up, or why not?',
  usage: ['connect --api API --model NAME [OPTION…]'],
  about: [
    'Opens one session, sends the setup, waits for setupComplete or the close, and leaves. Shows the time to set up, the diagnosis, and the session as a tree of the spans that the instrumentation would make of it. No audio and no text is sent.',
    'Credentials: GEMINI_API_KEY or GOOGLE_API_KEY; on Vertex AI an access token in GOOGLE_OAUTH_ACCESS_TOKEN, as `gcloud auth print-access-token` gives it. They go into a header and are never printed.',
  ],
  options: OPTIONS,
  examples: [
    'GEMINI_API_KEY=… gemini-live connect --api gemini --model gemini-3.8-live',
    'GOOGLE_OAUTH_ACCESS_TOKEN=$(gcloud auth print-access-token) gemini-live connect \\',
    '    --api vertex --project my-project --model gemini-3.8-live',
  ],
  exits: '0 the session was set up; 1 it was not; 2 the arguments are wrong; 130 interrupted.',
  run,
};

async function run(args: readonly string[], output: Output): Promise<number> {
  const { options, positionals } = readArguments(args, OPTIONS);
  if (positionals[0] !== undefined) {
    throw new UsageError('connect takes no argument; allowed are options (see --help)');
  }
  const { env } = process;
  const api = options.api as LiveApi | undefined;
  if (api === undefined) throw new UsageError('connect has no --api; allowed: gemini, vertex');
  const location =
    api === 'vertex'
      ? (options.location ?? (env['GOOGLE_CLOUD_LOCATION'] || 'us-central1'))
      : undefined;
  const { url, setup } = liveAddress({
    api,
    model: options.model,
    location,
    project: options.project ?? (env['GOOGLE_CLOUD_PROJECT'] || undefined),
    version: options['api-version'],
    endpoint: options.endpoint,
    setup: options.setup === undefined ? undefined : readSetup('--setup', options.setup),
  });
  const headers = credentialsFor(api, url, options.endpoint === undefined, env);
  const socket = findSocket(process.cwd(), options.socket as 'ws' | 'global' | undefined);
  const abort = new AbortController();
  const interrupt = (): void => abort.abort();
  process.once('SIGINT', interrupt);
  const connected = await connectOnce(
    socket,
    { url, headers },
    {
      api,
      location,
      setup,
      timeoutMs: Number(options.timeout ?? 15) * 1_000,
      signal: abort.signal,
    },
  );
  process.removeListener('SIGINT', interrupt);
  output.print(
    options.json
      ? JSON.stringify(connectedJson(connected, socket.library), null, 2)
      : renderConnected(connected, socket.library, output),
  );
  return exitCode(connected);
}

function exitCode({ setUpAfter, left }: Connected): number {
  if (left === 'interrupted') return INTERRUPTED;
  return setUpAfter === undefined ? EXIT.wrong : EXIT.ok;
}
