import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeBinary } from '../../children/nodes.js';
import { startSimulator, type Simulator } from '../../simulator/index.js';
import { program, runCommand } from '../run-command.js';

const key = 'a-key-of-mine-0123456789';
const live = ['connect', '--api', 'gemini', '--model', 'gemini-3.8-live'];
const onGemini = 'gemini-live-2.5-flash-native-audio';

let google: Simulator;
let folder: string;
beforeAll(async () => {
  google = await startSimulator();
  folder = mkdtempSync(join(tmpdir(), 'gemini-live-connect-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await google.close();
});

const there = (): string[] => ['--endpoint', google.url];
const env = { GEMINI_API_KEY: key };

describe('connect with npm ws', () => {
  it('sees a session set up, and leaves it', async () => {
    const before = google.connections.length;
    const { code, stdout, stderr } = await runCommand([...live, ...there()], { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^set up in \d+ ms\nthe Gemini API v1beta at 127\.0\.0\.1, by ws \d/);
    expect(stdout).toMatch(/^✓ gemini\.live\.session gemini-3\.8-live {2}\d+ ms$/m);
    expect(stdout).toMatch(/^└─ ✓ gemini\.live\.connect gemini-3\.8-live {2}\d+ ms$/m);
    const connection = google.connections[before];
    expect(connection?.headers['x-goog-api-key']).toBe(key);
    expect(connection?.url).not.toContain(key);
    expect(connection?.frames).toEqual([
      {
        setup: {
          generationConfig: { responseModalities: ['AUDIO'] },
          model: 'models/gemini-3.8-live',
        },
      },
    ]);
    expect((await connection?.closed)?.code).toBe(1000);
  });

  it('tells why a session is not set up', async () => {
    const { code, stdout } = await runCommand(
      ['connect', '--api', 'gemini', '--model', onGemini, ...there()],
      { env },
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(/^not set up: model_mismatch\n/);
    expect(stdout).toMatch(/websocket\.close\.code +1008/);
    expect(stdout).toMatch(/gemini\.mismatch_hint +Model '/);
    expect(stdout).toMatch(/└─ ✗ gemini\.live\.connect .*\n +error\.type +model_mismatch/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('speaks as Vertex AI wants it', async () => {
    const before = google.connections.length;
    const { code, stdout } = await runCommand(
      [
        ...['connect', '--api', 'vertex', '--model', 'gemini-3.8-live', '--project', 'my-project'],
        ...['--json', ...there()],
      ],
      { env: { GOOGLE_OAUTH_ACCESS_TOKEN: 'ya29.a-token-0123456789' } },
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ setUp: true, endpoint: { api: 'vertex' } });
    const connection = google.connections[before];
    expect(connection?.url).toContain('google.cloud.aiplatform.v1beta1.LlmBidiService');
    expect(connection?.headers.authorization).toBe('Bearer ya29.a-token-0123456789');
    expect(connection?.frames).toMatchObject([
      {
        setup: {
          model:
            'projects/my-project/locations/us-central1/publishers/google/models/gemini-3.8-live',
        },
      },
    ]);
  });

  it('sends the setup of a file, with another model where one is named', async () => {
    const file = join(folder, 'setup.json');
    writeFileSync(file, JSON.stringify({ setup: { model: 'models/x', tools: [] } }));
    const before = google.connections.length;
    await runCommand([...live, '--setup', file, ...there()], { env });
    expect(google.connections[before]?.frames).toEqual([
      { setup: { model: 'models/gemini-3.8-live', tools: [] } },
    ]);
  });

  it('asks for music where music is, and for no audio of a model that has none', async () => {
    const before = google.connections.length;
    for (const model of ['lyria-realtime-exp', 'gemini-3.5-transcribe-live']) {
      const { code } = await runCommand(
        ['connect', '--api', 'gemini', '--model', model, ...there()],
        {
          env,
        },
      );
      expect(code, model).toBe(0);
    }
    const [music, transcribe] = google.connections.slice(before);
    expect(music?.url).toContain('.BidiGenerateMusic');
    expect(music?.frames).toEqual([{ setup: { model: 'models/lyria-realtime-exp' } }]);
    expect(transcribe?.frames).toEqual([{ setup: { model: 'models/gemini-3.5-transcribe-live' } }]);
  });

  it('tells an HTTP status, a refused connection and a bad key, and never the key', async () => {
    const bad = 'bad-key-0123456789';
    const refused = await runCommand([...live, '--endpoint', `${google.url}/script/refuse-429`], {
      env,
    });
    expect(refused.stdout).toMatch(/^not set up: quota\n/);
    expect(refused.stdout).toMatch(/http\.response\.status_code +429/);
    const nobody = await runCommand([...live, '--endpoint', 'ws://127.0.0.1:9'], { env });
    expect(nobody.stdout).toMatch(/error\.type +ECONNREFUSED/);
    const wrong = await runCommand([...live, ...there(), '--json'], {
      env: { GEMINI_API_KEY: bad },
    });
    expect(JSON.parse(wrong.stdout)).toMatchObject({ setUp: false, close: { cause: 'auth' } });
    for (const { code, stdout, stderr } of [refused, nobody, wrong]) {
      expect(code).toBe(1);
      expect(stdout + stderr).not.toMatch(new RegExp(`${key}|${bad}`));
    }
  });

  it('waits so long and no longer', async () => {
    const { code, stdout } = await runCommand(
      [...live, '--endpoint', `${google.url}/script/stall`, '--timeout', '0.3'],
      { env },
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(/^not set up: neither setupComplete nor a close came in time\n/);
  });

  it('waits for a server that never answers the upgrade, nor anything else', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const { code, stdout } = await runCommand(
      [...live, '--endpoint', `ws://127.0.0.1:${port}`, '--timeout', '0.3'],
      { env },
    );
    silent.close();
    expect(code).toBe(1);
    expect(stdout).toContain('✗ gemini.live.connect');
  });

  it('ends at Ctrl-C', async () => {
    const { code, stdout } = await runCommand(
      [...live, '--endpoint', `${google.url}/script/stall`],
      {
        env,
        onStart: (child) => {
          void google.waitFor(google.connections.length + 1).then(() => child.kill('SIGINT'));
        },
      },
    );
    expect(code).toBe(130);
    expect(stdout).toMatch(/^interrupted before setupComplete\n/);
  });
});

describe('connect with the global WebSocket', () => {
  it.each(['22.12.0', '26.10.0'])('of Node %s', async (version) => {
    const node = await nodeBinary(version);
    const how = { env, node, cwd: folder };
    const before = google.connections.length;
    const args = ['--socket', 'global'];
    const good = await runCommand([...live, ...there(), ...args], how);
    expect(good.code).toBe(0);
    expect(good.stdout).toContain(`by the global WebSocket of Node ${version}`);
    expect(google.connections[before]?.headers['x-goog-api-key']).toBe(key);
    expect(google.connections[before]?.url).not.toContain(key);
    const mistake = ['connect', '--api', 'gemini', '--model', onGemini];
    const bad = await runCommand([...mistake, ...there(), ...args], how);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toMatch(/^not set up: model_mismatch\n/);
    const refused = await runCommand(
      [...live, '--endpoint', `${google.url}/script/refuse-429`, ...args],
      how,
    );
    expect(refused.stdout).toMatch(/http\.response\.status_code +429/);
  });

  it('is taken where there is no ws', async () => {
    const { copyFileSync } = await import('node:fs');
    const alone = join(folder, 'cli.cjs');
    copyFileSync(program, alone);
    const node = await nodeBinary('22.12.0');
    const { stdout } = await runCommand([...live, ...there()], {
      env,
      node,
      program: alone,
      cwd: folder,
    });
    expect(stdout).toContain('by the global WebSocket of Node 22.12.0');
  });
});

it('says what to install where there is no WebSocket', async () => {
  const node = await nodeBinary('20.19.0');
  const { copyFileSync } = await import('node:fs');
  const alone = join(folder, 'alone.cjs');
  copyFileSync(program, alone);
  const { code, stderr } = await runCommand([...live, ...there()], {
    env,
    node,
    program: alone,
    cwd: folder,
  });
  expect(code).toBe(2);
  expect(stderr).toContain('run: npm install ws');
});

it.each([
  [['connect'], 'connect has no --api; allowed: gemini, vertex'],
  [['connect', '--api', 'gemini'], 'connect has no --model'],
  [live, 'set GEMINI_API_KEY or GOOGLE_API_KEY'],
  [['connect', '--api', 'vertex', '--model', 'x'], 'connect has no --project'],
  [[...live, '--timeout', '0'], "--timeout is '0'; allowed: seconds"],
  [[...live, '--endpoint', 'http://x'], '--endpoint is no such URL; allowed: ws://HOST'],
  [[...live, 'x'], 'connect takes no argument'],
])('ends with 2 where it was called wrongly: %j', async (args, said) => {
  const { code, stdout, stderr } = await runCommand(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(said);
});

it('gives no key to another machine without TLS', async () => {
  const { credentialsFor } = await import('../../../src/command/google-credentials.js');
  const given = (url: string): object => credentialsFor('gemini', url, false, env);
  expect(given('ws://proxy.example/')).toEqual({});
  expect(given('wss://proxy.example/')).toEqual({ 'x-goog-api-key': key });
  expect(given('ws://127.0.0.1:8080/')).toEqual({ 'x-goog-api-key': key });
  expect(given('ws://127.0.0.1.proxy.example/')).toEqual({});
});
