import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judge } from '../../../src/command/check/judgement.js';
import { MODELS } from '../../../src/facts/models.js';
import { runCommand } from '../run-command.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gemini-live-check-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const native = ['--api', 'vertex', '--model', 'gemini-live-2.5-flash-native-audio'];
const good = { name: 'good', api: 'vertex', location: 'us-central1', model: 'gemini-3.8-live' };
const bad = { name: 'bad', api: 'gemini', model: 'gemini-2.0-flash-live-001' };

describe('check', () => {
  it('passes what nothing is known against', async () => {
    const { code, stdout, stderr } = await runCommand([
      ...['check', '--api', 'vertex', '--location', 'us-central1', '--model', 'gemini-3.8-live'],
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^✓ gemini-3\.8-live\n {4}on Vertex AI, us-central1\n/);
    expect(stdout).toMatch(/0 of 1 would be refused on \d{4}-\d\d-\d\d\.\n$/);
  });

  it('says what breaks on a day, and what will break after it', async () => {
    const place = ['--location', 'us-central1'];
    const before = await runCommand(['check', ...native, ...place, '--on', '2026-12-12']);
    expect(before.code).toBe(0);
    expect(before.stdout).toContain('from 2026-12-13 on:');
    expect(before.stdout).toContain('1 more will be refused later.');
    const after = await runCommand(['check', ...native, ...place, '--on', '2026-12-13']);
    expect(after.code).toBe(1);
    expect(after.stdout).toContain('1 of 1 would be refused on 2026-12-13.');
    expect(after.stdout).toContain("Use 'gemini-3.8-live'");
  });

  it('says what it could not look at', async () => {
    const { stdout } = await runCommand(['check', ...native, '--on', '2026-10-01']);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'No location is given, and not every one has this model (not global, asia-south1, us-east5).',
    );
    const unknown = await runCommand(['check', '--api', 'gemini', '--model', 'acme-live-1']);
    expect(unknown.code).toBe(0);
    expect(unknown.stdout).toContain("The catalogue does not know 'acme-live-1'");
  });

  it('looks at the setup', async () => {
    const setup = { generationConfig: { thinkingConfig: { thinkingLevel: 'LOW' } } };
    const path = file('setup.json', { setup: { model: 'models/gemini-3.8-live', ...setup } });
    const { code, stdout } = await runCommand(['check', '--api', 'gemini', '--setup', path]);
    expect(code).toBe(1);
    expect(stdout).toContain('setup.generationConfig.thinkingConfig.thinkingLevel');
  });

  it.each([
    ['an array', [good, bad]],
    ['an object of deployments', { deployments: [good, bad] }],
    ['an object a line', `${JSON.stringify(good)}\n\n${JSON.stringify(bad)}\n`],
  ])('takes a file of many: %s', async (_, content) => {
    const { code, stdout } = await runCommand(['check', file('many.json', content)]);
    expect(code).toBe(1);
    expect(stdout).toContain('✓ good  gemini-3.8-live');
    expect(stdout).toContain('✗ bad  gemini-2.0-flash-live-001');
    expect(stdout).toContain('1 of 2 would be refused');
  });

  it('takes one deployment, on standard input, with its setup beside it', async () => {
    file('beside.json', { generationConfig: { thinkingConfig: { thinkingLevel: 'LOW' } } });
    const path = file('one.json', {
      api: 'gemini',
      model: 'gemini-3.8-live',
      setup: 'beside.json',
    });
    expect((await runCommand(['check', path])).stdout).toContain('thinkingLevel');
    const piped = await runCommand(['check', '-'], { input: JSON.stringify(good) });
    expect(piped.code).toBe(0);
  });

  it('prints JSON for machines, without the setup', async () => {
    const secret = { sessionResumption: { handle: 'a-secret-handle' } };
    const path = file('json.json', [{ ...bad, setup: secret }]);
    const { code, stdout } = await runCommand(['check', path, '--json', '--on', '2026-11-22']);
    expect(code).toBe(1);
    expect(stdout).not.toContain('a-secret-handle');
    expect(JSON.parse(stdout)).toMatchObject({
      day: '2026-11-22',
      deployments: [
        { name: 'bad', api: 'gemini', problems: [{ field: 'setup.model', confidence: 'known' }] },
      ],
    });
  });

  it.each([
    [[], 'check has neither FILE nor --api'],
    [['--api', 'gemini'], 'check --api has no model; allowed: a model'],
    [['--api', 'gemini', '--model', 'x', '--location', 'US 1'], "--location is 'US 1'; allowed: a"],
    [['nowhere.json'], "FILE is 'nowhere.json': there is no such file"],
    [['a.json', 'b.json'], "check takes one FILE; 'b.json' is a second"],
    [['a.json', '--model', 'x'], '--model goes with no FILE'],
  ])('ends with 2 where it was called wrongly: %j', async (args, said) => {
    const { code, stderr } = await runCommand(['check', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });

  it.each([
    ['no JSON', 'is no JSON, nor is line 1'],
    ['[]', 'holds no deployment'],
    ['[1]', "deployment 1 of '"],
    [JSON.stringify([good, { ...bad, api: 'vertx' }]), ": api is 'vertx'; allowed: gemini, vertex"],
    [
      JSON.stringify([{ ...good, modle: 'x' }]),
      "has a field 'modle'; allowed are name, api, model",
    ],
    [JSON.stringify([{ ...good, model: 1 }]), ': model is 1; allowed: a string'],
    [JSON.stringify([{ api: 'gemini' }]), 'has no model'],
    [JSON.stringify([{ ...good, setup: 'none.json' }]), 'there is no such file'],
    [JSON.stringify([{ ...good, setup: [] }]), 'setup is an array; allowed: an object'],
  ])('names what is wrong in a file: %s', async (content, said) => {
    const { code, stderr } = await runCommand(['check', file('wrong.json', content)]);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});

describe('a judgement', () => {
  it('tells every end in the catalogue on its day, and the day before as later', () => {
    for (const { name, gemini, vertex } of MODELS) {
      for (const [api, life] of [
        ['gemini', gemini],
        ['vertex', vertex],
      ] as const) {
        if (typeof life !== 'object' || life.until === undefined || life.doubted) continue;
        const deployment = {
          name: undefined,
          api,
          model: name,
          location: life.only?.[0] ?? life.suchAs,
          version: undefined,
          setup: undefined,
        };
        const end = Date.parse(life.until);
        expect(
          judge(deployment, end).problems.map(({ field }) => field),
          name,
        ).toEqual(['setup.model']);
        const before = judge(deployment, end - 1);
        expect(before.problems, name).toEqual([]);
        expect(
          before.later.map(({ day }) => day),
          name,
        ).toEqual([life.until]);
      }
    }
  });
});
