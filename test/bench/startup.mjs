/*
 * What loading and registering add to the start of a process that has the OpenTelemetry packages
 * loaded already, in milliseconds of CPU, which others on the machine disturb less than the clock; and
 * whether it loads undici. node test/bench/startup.mjs
 */
import { execFileSync } from 'node:child_process';

const program = `
  require('@opentelemetry/api');
  require('@opentelemetry/instrumentation');
  const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1_000; };
  const start = cpu();
  const { GeminiLiveInstrumentation } = require('opentelemetry-instrumentation-gemini-live');
  const loaded = cpu();
  new GeminiLiveInstrumentation();
  const registered = cpu();
  const undici = process.moduleLoadList.some((name) => name.includes('deps/undici'));
  console.log(JSON.stringify({ loading: loaded - start, registering: registered - loaded, undici }));
`;
const runs = Array.from({ length: 15 }, () =>
  JSON.parse(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' })),
);
const median = (of) => runs.map(of).sort((a, b) => a - b)[runs.length >> 1];
const loading = median((run) => run.loading);
const registering = median((run) => run.registering);
console.log(
  `Node ${process.version}; loading ${loading.toFixed(1)} ms, registering ${registering.toFixed(1)} ms, medians of ${runs.length} (goal: 12 together); undici loaded: ${runs.some((run) => run.undici)}`,
);
