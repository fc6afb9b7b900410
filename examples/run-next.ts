/**
 * `npm run example:next`: the application built and served, with a key in the environment on the
 * real API, else on a simulator. Ctrl-C ends it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { packed } from '../test/children/cache.js';
import { startSimulator } from '../test/simulator/index.js';
import { simulated } from './simulated.js';
import { installNext } from './installed-next.js';

const folder = await installNext(await packed());
const simulator = process.env['GEMINI_API_KEY'] ? undefined : await startSimulator();
const env: NodeJS.ProcessEnv = {
  NEXT_TELEMETRY_DISABLED: '1',
  // Without a collector the spans are printed, and metrics and logs have nowhere to go.
  ...(!process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] && {
    OTEL_TRACES_EXPORTER: 'console',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
  }),
  ...(simulator
    ? { ...simulated(process.env, simulator), GEMINI_API_KEY: 'simulator-key' }
    : process.env),
};
for (const args of [['node_modules/next/dist/bin/next', 'build'], ['server.mjs']]) {
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: 'inherit' });
  const [code] = (await once(child, 'close')) as [number | null];
  process.exitCode = code ?? 0;
  if (code !== 0) break;
}
await simulator?.close();
