/**
 * `npm run demo`: the real @google/genai client, unmodified, makes two mistakes and has one good
 * session against the simulator. Shows what the client alone tells its user, then the span tree.
 */
import { startSimulator } from '../../test/simulator/index.js';
import { bold, coloured, columns, dim, green, red, wrap } from '../terminal.cjs';
import { simulated } from '../simulated.js';
import { run, type Ended } from './program.js';

interface Scene {
  readonly title: string;
  readonly client: string;
  readonly model: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly mistake: boolean;
}

// Each of these names belongs to one API alone, on whatever day the demo runs: only the model that
// the hint recommends changes with the day.
const onVertex = 'gemini-2.5-flash-native-audio-preview-12-2025';
const onGemini = 'gemini-live-2.5-flash-native-audio';

const scenes: readonly Scene[] = [
  {
    title: 'The mistake on Vertex AI: a model of the Gemini API',
    client: 'vertexai: true, …',
    model: onVertex,
    program: 'connect.mjs',
    args: ['vertex', onVertex],
    mistake: true,
  },
  {
    title: 'The mistake on the Gemini API: a model of Vertex AI',
    client: 'apiKey',
    model: onGemini,
    program: 'connect.mjs',
    args: ['gemini', onGemini],
    mistake: true,
  },
  {
    title: 'A good session with one spoken turn',
    client: 'apiKey',
    model: 'gemini-3.8-live',
    program: 'talk.mjs',
    args: ['gemini-3.8-live'],
    mistake: false,
  },
];

const endpoint = process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] || undefined;
const simulator = await startSimulator();
const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = simulated(process.env, simulator);
const env: NodeJS.ProcessEnv = {
  OTEL_SERVICE_NAME: 'gemini-live-demo',
  // A collector that cannot be reached does not hold the demo for long.
  OTEL_EXPORTER_OTLP_TIMEOUT: '4000',
  ...inherited,
  OTEL_TRACES_EXPORTER: 'otlp',
  OTEL_METRICS_EXPORTER: 'otlp',
  ...(coloured ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
};
const played = scenes.map(async (scene) => ({
  scene,
  ended: await Promise.all([
    run(scene.program, scene.args, { telemetry: false, env }),
    run(scene.program, scene.args, { telemetry: true, env }),
  ]),
}));
const problems: string[] = [];
for (const [index, playing] of played.entries()) {
  const { scene, ended } = await playing;
  show(index + 1, scene, ...ended);
  problems.push(...check(scene, ...ended));
}
await simulator.close();

if (endpoint === undefined) {
  console.log(dim('Nothing was sent anywhere. Set OTEL_EXPORTER_OTLP_ENDPOINT to export it.'));
} else if (problems.length === 0) {
  console.log(dim(`Exported to ${endpoint} as ${env['OTEL_SERVICE_NAME']}.`));
}
for (const problem of problems) console.error(red(problem));
process.exitCode = problems.length > 0 ? 1 : 0;

function show(number: number, scene: Scene, alone: Ended, watched: Ended): void {
  console.log(bold(`${number}  ${scene.title}`));
  console.log(dim(`   ai = new GoogleGenAI({ ${scene.client} })`));
  console.log(dim(`   ai.live.connect({ model: '${scene.model}' })\n`));
  console.log(`   ${bold('What @google/genai alone tells its user')}`);
  for (const line of [...alone.stdout.trimEnd().split('\n'), howItEnded(alone)]) {
    for (const part of wrap(line, columns - 6)) console.log(`      ${part}`);
  }
  console.log(`\n   ${bold('What the trace tells')}`);
  console.log(watched.tree.replaceAll(/^/gm, '   '));
  if (watched.stderr !== alone.stderr) console.error(watched.stderr);
  console.log();
}

function howItEnded({ code }: Ended): string {
  if (code === 0) return green('exit code 0');
  const never = code === 13 ? ': live.connect() never settled, no error was thrown' : '';
  return red(`exit code ${code}${never}`);
}

/** What is wrong with what was shown; nothing, if the package works. */
function check({ title, mistake }: Scene, alone: Ended, watched: Ended): string[] {
  const problems: string[] = [];
  if (!watched.tree.includes('gemini.live.session')) problems.push('no session span');
  if (watched.tree.includes('gemini.mismatch_hint') !== mistake) {
    problems.push(mistake ? 'the hint is missing' : 'a hint where there is no mistake');
  }
  if (watched.code !== alone.code || watched.stdout !== alone.stdout) {
    problems.push('the program ran otherwise with telemetry than without');
  }
  if (watched.stderr.includes('Spans were not exported')) {
    problems.push(`not exported to ${endpoint}`);
  }
  return problems.map((problem) => `${title}: ${problem}`);
}
