import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.js';
import { explained } from './explained.js';
import { notFound, published } from './pasted-texts.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gemini-live-explain-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const invalid = 'received 1007 (invalid frame payload data) Request contains an invalid argument.';

describe('explain', () => {
  it('takes its text as an argument', async () => {
    const text = `received 1008 (policy violation) ${notFound('gemini-live-2.5-flash-native-audio')}`;
    const { code, stdout, stderr } = await runCommand(['explain', text]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^model_mismatch\n {2}closed {5}1008 models\/gemini-live-2\.5/);
    expect(stdout).toMatch(/^ {2}change {5}setup\.model$/m);
    expect(stdout).toMatch(/^ {2}use +gemini-3\.8-live$/m);
    expect(stdout).toMatch(/^ {2}see +https:\/\/ai\.google\.dev\/gemini-api\/docs\/models$/m);
    expect(stdout).toContain('assumed');
    for (const line of stdout.split('\n')) {
      if (!line.includes('https://')) expect(line.length).toBeLessThanOrEqual(80);
    }
    expect(stdout).not.toContain('\u001b');
  });

  it('takes a log on standard input, and one as a file', async () => {
    const log = `hello\n${invalid}\nbye\n${invalid}\n`;
    const file = join(folder, 'worker.log');
    writeFileSync(file, log);
    const runs = [
      await runCommand(['explain'], { input: log }),
      await runCommand(['explain', '-'], { input: log }),
      await runCommand(['explain', '--file', file]),
      await runCommand(['explain', file]),
    ];
    for (const { code, stdout } of runs) {
      expect(code).toBe(0);
      expect(stdout).toMatch(/^invalid_argument {2}× 2\n/);
    }
  });

  it('takes text that is in no quotes', async () => {
    const { code, stdout } = await runCommand(['explain', ...invalid.split(' ')]);
    expect(code).toBe(0);
    expect(stdout).toContain('1007 Request contains an invalid argument.');
  });

  it('takes options alone', async () => {
    const { code, stdout } = await runCommand([
      ...['explain', '--api', 'vertex', '--model', 'gemini-3.1-flash-live-preview'],
      ...['--code', '1008', '--location', 'us-central1'],
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('model_mismatch');
    expect(stdout).not.toContain('tell me');
  });

  it('asks by name for what is missing, and takes it', async () => {
    const text = 'received 1008 (policy violation) Publisher model was not found.';
    const asked = await runCommand(['explain', text]);
    expect(asked.code).toBe(0);
    expect(asked.stdout).toMatch(/tell me {4}--api gemini\|vertex: /);
    expect(asked.stdout).toMatch(/--model NAME: /);
    const told = await runCommand([
      ...['explain', text, '--api=vertex', '--location', 'us-central1'],
      ...['--model', 'models/gemini-2.5-flash-native-audio-preview-12-2025'],
    ]);
    expect(told.stdout).toContain('model_mismatch');
  });

  it('takes the setup for what Google does not name', async () => {
    const file = join(folder, 'setup.json');
    const setup = { generationConfig: { thinkingConfig: { thinkingLevel: 'LOW' } } };
    writeFileSync(file, JSON.stringify({ setup: { ...setup, model: 'models/gemini-3.8-live' } }));
    const text = 'received 1007 (invalid frame payload data) Thinking level is not supported';
    const { stdout } = await runCommand(['explain', text, '--api', 'gemini', '--setup', file]);
    expect(stdout).toContain('setup.generationConfig.thinkingConfig.thinkingLevel');
    const bare = await runCommand(['explain', invalid]);
    expect(bare.stdout).toContain('--setup FILE');
  });

  it('ends with 1 where a close is not known, or there is none', async () => {
    const unknown = await runCommand(['explain', 'WebSocket closed: 1008 something new']);
    expect(unknown.code).toBe(1);
    expect(unknown.stdout).toContain('unknown');
    const none = await runCommand(['explain', 'all is well']);
    expect(none.code).toBe(1);
    expect(none.stdout).toContain('No close is told of here');
  });

  it.each([
    [['explain'], 'explain has no text'],
    [['explain', '--api', 'vertx', 'x'], "--api is 'vertx'; allowed: gemini, vertex"],
    [['explain', '--api'], '--api has no value; allowed: gemini, vertex'],
    [['explain', '--code', '808'], "--code is '808'; allowed: a close code"],
    [['explain', '--on', '2026-02-30', 'x'], "--on is '2026-02-30'; allowed: a day"],
    [['explain', '--modle', 'x'], 'there is no option --modle; there are --api, --model'],
    [['explain', '--json=yes', 'x'], '--json takes no value'],
    [['explain', '--setup', '/nowhere.json', 'x'], "--setup is '/nowhere.json': there is no such"],
    [['explain', '--file', '/nowhere.log'], "--file is '/nowhere.log': there is no such file"],
    [
      ['explain', './worker.log'],
      "'./worker.log' looks like a file, and there is none of that name",
    ],
    [['explane'], "there is no command 'explane'; there are explain, check, models, connect"],
    [[], 'Usage: gemini-live COMMAND'],
  ])('ends with 2 where it was called wrongly: %j', async (args, said) => {
    const { code, stdout, stderr } = await runCommand(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(said);
  });

  it('prints JSON for machines', async () => {
    const text = `connecting to wss://us-central1-aiplatform.googleapis.com/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent\n2026-11-20 ${invalid}`;
    const { code, stdout } = await runCommand(['explain', '--json'], { input: text });
    expect(code).toBe(0);
    const { closes } = JSON.parse(stdout) as { closes: object[] };
    expect(closes).toMatchObject([
      {
        count: 1,
        code: 1007,
        reason: 'Request contains an invalid argument.',
        api: 'vertex',
        version: 'v1beta1',
        location: 'us-central1',
        day: '2026-11-20',
        cause: 'invalid_argument',
        confidence: 'known',
      },
    ]);
  });

  it('says what to use today of a close of an earlier day', async () => {
    const [told] = await explained(
      `2025-11-01 10:08:00 received 1008 (policy violation) ${published('gemini-2.0-flash-live-001')}`,
    );
    expect(told?.day).toBe('2025-11-01');
    expect(told?.cause).toBe('model_mismatch');
    expect(told?.suggestedToday ?? told?.suggestedModel).toMatch(/^gemini-(?:3|live-2\.5)/);
  });

  it('has no colour where none is wanted, and has it where it is', async () => {
    const plain = await runCommand(['explain', invalid], {
      env: { NO_COLOR: '1', FORCE_COLOR: '1' },
    });
    expect(plain.stdout).not.toContain('\u001b');
    const coloured = await runCommand(['explain', invalid], { env: { FORCE_COLOR: '1' } });
    expect(coloured.stdout).toContain('\u001b[31m');
  });
});

describe('a log of any length', () => {
  const line = `2026-11-20 10:08:11,008 INFO worker 1008 sent 1011 bytes to wss://example.org/live\n`;

  it('is read in little memory', async () => {
    const input = `${line.repeat(150_000)}${invalid}\n`;
    const { code, stdout } = await runCommand(['explain'], {
      input,
      nodeArgs: ['--max-old-space-size=24'],
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^invalid_argument\n/);
  });

  it('may be one line without an end', async () => {
    const found = await explained(['x'.repeat(300_000), ` ${invalid}`]);
    expect(found.map(({ code }) => code)).toEqual([1007]);
  });

  it('may have more kinds of close than are told apart', async () => {
    const closes = Array.from(
      { length: 250 },
      (_, n) => `websocket: close ${4000 + n}: budget ${n}\n`,
    );
    const { stdout } = await runCommand(['explain', '--json'], { input: closes.join('') });
    const { closes: told, more } = JSON.parse(stdout) as { closes: object[]; more: number };
    expect(told).toHaveLength(200);
    expect(more).toBe(50);
  });

  it('may be left by its reader', async () => {
    const closes = Array.from(
      { length: 190 },
      (_, n) => `websocket: close ${4000 + n}: budget ${n}\n`,
    );
    const { stderr, signal } = await runCommand(['explain'], {
      input: closes.join(''),
      onStart: (child) => child.stdout?.destroy(),
    }).catch((error: unknown) => ({ stderr: String(error), signal: null }));
    expect(signal).toBeNull();
    expect(stderr).not.toMatch(/EPIPE|Error:/);
  });
});
