/**
 * The simulator as a process: `tsx test/simulator/main.ts [--port 0] [--today 2026-10-01]
 * [--frame-ms 2] [--echo-delay 5] [--tls]`. Says `{"port":…}` when it listens; ends at SIGTERM,
 * SIGINT, or when its standard input closes, so that it never outlives a test that was killed.
 */
import { parseArgs } from 'node:util';
import { startSimulator } from './simulator.js';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    today: { type: 'string', default: '2026-10-01' },
    'frame-ms': { type: 'string', default: '2' },
    'echo-delay': { type: 'string', default: '5' },
    tls: { type: 'boolean', default: false },
  },
});

const simulator = await startSimulator({
  port: Number(values.port),
  today: values.today,
  frameMs: Number(values['frame-ms']),
  echoDelay: Number(values['echo-delay']),
  tls: values.tls,
});

let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await simulator.close();
  process.exit(0);
}
process.once('SIGTERM', end);
process.once('SIGINT', end);
process.stdin.on('end', end).on('error', end).resume();

const { port, url, httpUrl, certificate } = simulator;
console.log(JSON.stringify({ port, url, httpUrl, ...(certificate ? { certificate } : {}) }));
