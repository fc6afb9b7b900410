/**
 * `tsx examples/run.ts NAME [ARGUMENT…]`: runs an example by plain node; with a key or a Google
 * Cloud project in the environment on the real API, else on a simulator that it starts and stops.
 */
import { spawn } from 'node:child_process';
import { startSimulator, type Simulator } from '../test/simulator/index.js';
import { simulated } from './simulated.js';

interface Example {
  readonly command: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Google cannot be asked to play it. */
  readonly simulatorOnly?: true;
}

const examples: Readonly<Record<string, Example>> = {
  'raw-ws': { command: ['raw-ws/app.cjs'] },
  'google-genai': { command: ['--import', './google-genai/telemetry.mjs', 'google-genai/app.mjs'] },
  'esm-no-code': {
    command: ['--import', 'opentelemetry-instrumentation-gemini-live/start', 'esm-no-code/app.mjs'],
    env: { OTEL_TRACES_EXPORTER: 'console', OTEL_NODE_RESOURCE_DETECTORS: 'env' },
  },
  'voice-agent-with-tool': {
    command: ['--import', './voice-agent-with-tool/telemetry.mjs', 'voice-agent-with-tool/app.mjs'],
  },
  preflight: { command: ['../dist/cjs/cli.js', 'check', 'preflight/deployments.json'] },
  'why-it-closed': { command: ['why-it-closed/app.mjs'], simulatorOnly: true },
};

// Without a collector there is nowhere to send metrics and logs; NodeSDK would try localhost:4318.
const quiet: NodeJS.ProcessEnv = process.env['OTEL_EXPORTER_OTLP_ENDPOINT']
  ? {}
  : { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };

const [name = '', ...args] = process.argv.slice(2);
const example = examples[name];
if (example === undefined) {
  throw new Error(`no example '${name}'; there are ${Object.keys(examples).join(', ')}`);
}

const google = example.simulatorOnly ? undefined : realApi(process.env);
const simulator = google === undefined ? await startSimulator() : undefined;
const child = spawn(process.execPath, [...example.command, ...args], {
  cwd: new URL('.', import.meta.url),
  stdio: 'inherit',
  env: { ...quiet, ...example.env, ...(simulator ? onSimulator(simulator) : google) },
});
child.once('close', async (code) => {
  await simulator?.close();
  process.exitCode = code ?? 1;
});

function onSimulator(simulator: Simulator): NodeJS.ProcessEnv {
  // `why-it-closed` brings keys of its own.
  const key = example?.simulatorOnly ? {} : { GEMINI_API_KEY: 'simulator-key' };
  return { ...simulated(process.env, simulator), ...key };
}

/** The environment for the real API; `undefined` where it holds no key and no project. */
function realApi(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv | undefined {
  if (env['GEMINI_API_KEY'] || env['GOOGLE_API_KEY']) return env;
  if (env['GOOGLE_CLOUD_PROJECT'] && env['GOOGLE_CLOUD_LOCATION']) {
    return { ...env, GOOGLE_GENAI_USE_VERTEXAI: 'true' };
  }
  return undefined;
}
