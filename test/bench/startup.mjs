/*
 * What registering adds to the start of a process that has the OpenTelemetry packages loaded
 * already, in milliseconds; and whether it loads undici. node test/bench/startup.mjs
 */
import { execFileSync } from 'node:child_process';

const program = (register) => `
  require('@opentelemetry/api');
  const before = performance.now();
  ${register}
  console.log(performance.now() - before);
  console.log(process.moduleLoadList.some((name) => name.includes('deps/undici')));
`;
const ours =
  "new (require('opentelemetry-instrumentation-gemini-live').GeminiLiveInstrumentation)();";
const times = [];
let undici;
for (let run = 0; run < 15; run++) {
  const [time, loaded] = execFileSync(process.execPath, ['-e', program(ours)], {
    encoding: 'utf8',
  }).split('\n');
  times.push(Number(time));
  undici = loaded;
}
times.sort((a, b) => a - b);
console.log(
  `Node ${process.version}; loading and registering: ${times[7].toFixed(1)} ms, median of 15 (goal: 10); undici loaded: ${undici}`,
);
