import { join } from 'node:path';
import WebSocket from 'ws';
import { installNext } from '../../../../examples/installed-next.js';
import { differs } from '../../../children/faults.js';
import { nodeBinary } from '../../../children/nodes.js';
import { sessionsOf } from '../../../children/recorded.js';
import { startSimulator } from '../../../simulator/index.js';
import { build, type Application } from './application.js';
import { answer, serve } from './server.js';

const mistake = 'gemini-live-2.5-flash-native-audio';

/** What is wrong with the example `next`, built by a bundler: its route handler and its relay. */
export async function exampleFaults(
  bundler: Application['bundler'],
  tarball: string,
): Promise<string[]> {
  const folder = await installNext(tarball);
  const node = await nodeBinary('20.20.2');
  const simulator = await startSimulator();
  try {
    const complaints = await build({ folder, node, bundler, simulator: simulator.url });
    const served = await serve(
      {
        node,
        args: [join(folder, 'server.mjs')],
        cwd: folder,
        env: { GEMINI_API_KEY: 'simulator-key', GOOGLE_GEMINI_BASE_URL: simulator.httpUrl },
        isComplete: (recorded) => sessionsOf(recorded).length === 4,
      },
      async (url) => [
        await answer(`${url}/api/ask`),
        await answer(`${url}/api/ask?model=${mistake}`),
        await talk(`${url}/live`),
        await talk(`${url}/live?model=${mistake}`),
      ],
    );
    const sessions = sessionsOf(served.recorded).map(({ name, attributes }) => {
      const hint = attributes['gemini.mismatch_hint'] ?? 'no hint';
      return `${name}: ${String(hint).replace(/ is a Vertex AI model.*/, ' …')}`;
    });
    const good = 'gemini.live.session gemini-3.8-live: no hint';
    const mistaken = `gemini.live.session ${mistake}: Model '${mistake}' …`;
    return [
      ...complaints.map((line) => `the build says: ${line}`),
      ...differs('sessions', sessions.join('; '), [good, mistaken, good, mistaken].join('; ')),
      ...served.answers.flatMap((answer, at) =>
        (at % 2 === 0 ? /^(?:200 )?\w+/ : /1008 models.* is not found/).test(answer)
          ? []
          : [`answer ${at}: ${answer}`],
      ),
    ];
  } finally {
    await simulator.close();
  }
}

/** One question over the relay: the words of the answer, or how it was closed. */
function talk(url: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url.replace('http', 'ws'));
    socket.on('open', () => socket.send('What is a span?'));
    socket.on('message', (words) => {
      resolve(String(words));
      socket.close();
    });
    socket.on('error', ({ message }) => resolve(message));
    socket.on('close', (code, reason) => resolve(`closed: ${code} ${reason}`));
  });
}
