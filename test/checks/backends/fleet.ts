/**
 * An application without a word of telemetry in it: Live sessions with the simulator, over `ws`.
 * The checks start it with `--import opentelemetry-instrumentation-gemini-live/start`.
 */
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { drive, liveUrl, scenarios } from '../../simulator/index.js';

const { values } = parseArgs({
  options: {
    /** The simulator's URL. */
    simulator: { type: 'string', default: '' },
    good: { type: 'string', default: '0' },
    mistakes: { type: 'string', default: '0' },
    /** One session that closes with 1011 so many milliseconds after its setup. */
    late: { type: 'string' },
    /** Scripts of the simulator to play, one session each. */
    scenario: { type: 'string', multiple: true, default: [] },
    /** All but the mistakes and the late one again, every so many milliseconds. */
    every: { type: 'string' },
    /** Stay until SIGTERM, so that the metrics can be scraped. */
    stay: { type: 'boolean', default: false },
  },
});

interface Session {
  readonly path: string;
  readonly model: string;
  /** Milliseconds from setupComplete to the question. */
  readonly pause?: number;
}

const gemini = '/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent';
const vertex = '/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent';
const publisher = 'projects/p/locations/us-central1/publishers/google/models';

const good: Session = { path: gemini, model: 'models/gemini-3.8-live' };
const mistakes: readonly Session[] = [
  { path: vertex, model: `${publisher}/gemini-2.5-flash-native-audio-preview-12-2025` },
  { path: gemini, model: 'models/gemini-live-2.5-flash-native-audio' },
  { path: vertex, model: `${publisher}/gemini-2.5-flash-native-audio-preview-09-2025` },
];

function hold({ path, model, pause = 0 }: Session): Promise<void> {
  const query = path.includes('?') ? '&' : '?';
  const socket = new WebSocket(`${values.simulator}${path}${query}key=test-key`);
  const say = (message: unknown) => socket.send(JSON.stringify(message));
  const question = { turns: [{ role: 'user', parts: [{ text: 'Hello?' }] }], turnComplete: true };
  return new Promise((resolve) => {
    socket.on('open', () =>
      say({ setup: { model, generationConfig: { responseModalities: ['AUDIO'] } } }),
    );
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text.includes('"setupComplete"'))
        setTimeout(() => say({ clientContent: question }), pause);
      if (text.includes('"turnComplete"')) socket.close(1000);
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve());
  });
}

async function playScenarios(): Promise<void> {
  for (const scenario of scenarios.filter(({ name }) => values.scenario.includes(name))) {
    const address = { api: scenario.api, script: scenario.name };
    await drive(new WebSocket(liveUrl(values.simulator, address)), scenario);
  }
}

/** Eight at a time. */
async function holdAll(sessions: readonly Session[]): Promise<void> {
  const left = [...sessions];
  const holdNext = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) await hold(next);
  };
  await Promise.all(Array.from({ length: 8 }, holdNext));
}

const goodOnes = Array.from({ length: Number(values.good) }, () => good);
const mistaken = Array.from({ length: Number(values.mistakes) }, (_, n) => mistakes[n % 3] ?? good);
const lateOnes =
  values.late === undefined
    ? []
    : [
        hold({
          ...good,
          path: `${gemini}?script=close-1011-in-session`,
          pause: Number(values.late),
        }),
      ];

await holdAll([...goodOnes, ...mistaken]);
await playScenarios();
await Promise.all(lateOnes);
console.log('done');

if (values.stay) {
  const again = setInterval(
    () => void holdAll(goodOnes).then(playScenarios),
    Number(values.every ?? 60_000),
  );
  process.once('SIGTERM', () => clearInterval(again));
}
