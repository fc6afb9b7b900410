import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeBinary } from '../../children/nodes.js';
import { repository } from '../../children/tree.js';
import { liveUrl, startSimulator, type Simulator } from '../../simulator/index.js';
import { runCommand } from '../run-command.js';

let google: Simulator;
beforeAll(async () => {
  google = await startSimulator();
});
afterAll(() => google.close());

const model = 'gemini-live-2.5-flash-native-audio';
const setup = `JSON.stringify({ setup: { model: 'models/${model}' } })`;

/** Programs, and how each shows the close to whoever runs it. */
const programs: Readonly<Record<string, { readonly node?: string; readonly text: string }>> = {
  'ws, its close event': {
    text: `const socket = new (require('ws'))(process.env.URL);
      socket.onopen = () => socket.send(${setup});
      socket.onclose = (event) => console.log(event);`,
  },
  'ws, code and Buffer': {
    text: `const socket = new (require('ws'))(process.env.URL);
      socket.on('open', () => socket.send(${setup}));
      socket.on('close', (...args) => console.log('closed', ...args));`,
  },
  'ws, code and text': {
    text: `const socket = new (require('ws'))(process.env.URL);
      socket.on('open', () => socket.send(${setup}));
      socket.on('close', (code, reason) => console.error(\`closed with \${code}: \${reason}\`));`,
  },
  'the global WebSocket, code and reason': {
    node: '22.12.0',
    text: `const socket = new WebSocket(process.env.URL);
      socket.onopen = () => socket.send(${setup});
      socket.onclose = ({ code, reason }) => console.log({ code, reason });`,
  },
  '@google/genai, its callbacks': {
    text: `const { GoogleGenAI } = require('@google/genai');
      const ai = new GoogleGenAI({ apiKey: 'a-key', httpOptions: { baseUrl: process.env.BASE } });
      ai.live.connect({ model: '${model}', config: {}, callbacks: {
        onmessage: () => {},
        onclose: (event) => console.log('onclose', event),
      } });`,
  },
};

async function shownBy({ node, text }: { node?: string; text: string }): Promise<string> {
  const binary = node === undefined ? process.execPath : await nodeBinary(node);
  const env = {
    PATH: process.env['PATH'],
    URL: liveUrl(google.url, { api: 'gemini', key: 'a-key-of-mine-0123456789' }),
    BASE: google.httpUrl,
  };
  const { stdout, stderr } = await promisify(execFile)(binary, ['-e', text], {
    cwd: repository,
    env,
  }).catch(
    // @google/genai 2 never settles: the process ends with 13.
    (error: { stdout: string; stderr: string }) => error,
  );
  return `${stdout}${stderr}`;
}

describe('what a real client shows', () => {
  it.each(Object.keys(programs))('is explained: %s', async (name) => {
    const input = await shownBy(programs[name]!);
    const { code, stdout } = await runCommand(['explain'], { input });
    expect(stdout, input).toMatch(/^model_mismatch\n {2}closed +1008 models\/gemini-live-2\.5/);
    expect(code).toBe(0);
    expect(stdout).not.toContain('a-key-of-mine');
  });

  it.each(['22.12.0', '26.10.0'])(
    'lacks the code: a CloseEvent of Node %s itself',
    async (node) => {
      const input = await shownBy({
        node,
        text: `const socket = new WebSocket(process.env.URL);
        socket.onopen = () => socket.send(${setup});
        socket.onclose = (event) => console.log(event);`,
      });
      const { code, stdout } = await runCommand(['explain'], { input });
      expect(code, input).toBe(1);
      expect(stdout).toContain('Print event.code and event.reason');
    },
  );

  it.each(['22.12.0', '26.10.0'])(
    'is explained: the event of ws as Node %s prints it',
    async (node) => {
      const input = await shownBy({ ...programs['ws, its close event']!, node });
      const { stdout } = await runCommand(['explain'], { input });
      expect(stdout, input).toMatch(/^model_mismatch\n/);
    },
  );
});
