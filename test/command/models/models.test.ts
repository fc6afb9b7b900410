import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueRows } from '../../../src/command/models/catalogue-rows.js';
import { compareLists } from '../../../src/command/models/compare-lists.js';
import { MODELS } from '../../../src/facts/models.js';
import { startSimulator, type Simulator } from '../../simulator/index.js';
import { runCommand } from '../run-command.js';

describe('models', () => {
  it('shows the catalogue at 80 columns', async () => {
    const { code, stdout, stderr } = await runCommand(['models', '--on', '2026-11-22']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines[0]).toMatch(/^Model, on 2026-11-22 +Gemini API +Vertex AI$/);
    for (const { name } of MODELS) expect(stdout).toMatch(new RegExp(`^${name} `, 'm'));
    expect(stdout).toMatch(/^gemini-3\.8-live +✓ +✓$/m);
    expect(stdout).toMatch(/^gemini-live-2\.5-flash-native-audio +– +✓ 2026-12-13$/m);
    expect(stdout).toMatch(/^gemini-2\.0-flash-live-001 +✗ 2025-12-09 +–$/m);
    expect(stdout).toMatch(/^gemini-3\.1-flash-live-preview +! 2026-11-17 +–$/m);
    expect(stdout).toContain('    source: ');
    expect(stdout).toMatch(/Vertex AI: not in global, asia-south1, us-east5/);
  });

  it('shows one API, and another day', async () => {
    const { stdout } = await runCommand(['models', '--api', 'vertex', '--on', '2026-12-13']);
    expect(stdout).not.toContain('Gemini API');
    expect(stdout).not.toMatch(/^gemini-2\.0-flash-live-001 /m);
    expect(stdout).toMatch(/^gemini-live-2\.5-flash-native-audio +✗ 2026-12-13$/m);
    expect(stdout).toMatch(/ use gemini-3\.8-live/);
  });

  it('prints JSON for machines', async () => {
    const { stdout } = await runCommand(['models', '--json', '--on', '2026-11-22']);
    const { models } = JSON.parse(stdout) as { models: { name: string }[] };
    expect(models).toHaveLength(MODELS.length);
    expect(models.find(({ name }) => name === 'gemini-live-2.5-flash-native-audio')).toMatchObject({
      gemini: { standing: 'never' },
      vertex: { standing: 'alive', until: '2026-12-13' },
      instead: { gemini: 'gemini-3.8-live' },
    });
  });

  it.each([
    [['x'], 'models takes no argument'],
    [['--api', 'both'], "--api is 'both'; allowed: gemini, vertex"],
    [['--endpoint', 'http://127.0.0.1'], '--endpoint goes with --verify only'],
    [['--verify'], 'set GEMINI_API_KEY or GOOGLE_API_KEY'],
    [['--verify', '--api', 'vertex'], 'set GOOGLE_OAUTH_ACCESS_TOKEN'],
    [['--verify', '--endpoint', 'ftp://x'], '--endpoint is no such URL; allowed: http://HOST'],
  ])('ends with 2 where it was called wrongly: %j', async (args, said) => {
    const { code, stderr } = await runCommand(['models', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});

describe('models --verify', () => {
  const key = 'a-key-of-mine-0123456789';
  let google: Simulator;
  beforeAll(async () => {
    google = await startSimulator({ today: '2026-06-15' });
  });
  afterAll(() => google.close());

  it('asks page by page with the key in a header, and shows what differs', async () => {
    const before = google.requests.length;
    const { code, stdout, stderr } = await runCommand(
      ['models', '--verify', '--endpoint', google.httpUrl, '--on', '2026-11-22'],
      { env: { GEMINI_API_KEY: key } },
    );
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    // The simulator's day is before that model was there.
    expect(stdout).toContain('− gemini-3.8-live\n    is served, says the catalogue\n');
    expect(stdout).not.toContain(key);
    const requests = google.requests.slice(before);
    expect(requests.length).toBeGreaterThan(1);
    for (const { url, headers } of requests) {
      expect(url).toMatch(/^\/v1beta\/models\?pageSize=\d+/);
      expect(url).not.toContain(key);
      expect(headers['x-goog-api-key']).toBe(key);
    }
    expect(new Set(requests.map(({ url }) => url)).size).toBe(requests.length);
  });

  it('asks Vertex AI for its publisher, and says that this form was never seen', async () => {
    const before = google.requests.length;
    const { code, stdout } = await runCommand(
      ['models', '--verify', '--api', 'vertex', '--endpoint', `${google.httpUrl}/`, '--json'],
      { env: { GOOGLE_OAUTH_ACCESS_TOKEN: key } },
    );
    expect(code).toBe(1);
    expect((JSON.parse(stdout) as { api: string }).api).toBe('vertex');
    const [request] = google.requests.slice(before);
    expect(request?.url).toMatch(/^\/v1beta1\/publishers\/google\/models\?/);
    expect(request?.headers.authorization).toBe(`Bearer ${key}`);
    const help = await runCommand(['models', '--help']);
    expect(help.stdout.replace(/\s+/g, ' ')).toContain('tried against a simulator only');
  });

  it('needs no key where it is told another server', async () => {
    const before = google.requests.length;
    await runCommand(['models', '--verify', '--endpoint', google.httpUrl]);
    expect(google.requests[before]?.headers['x-goog-api-key']).toBeUndefined();
  });

  it.each([
    ['bad-key-that-is-echoed', 'answered with HTTP 400 (INVALID_ARGUMENT)'],
    ['a key with spaces', 'GEMINI_API_KEY holds white space'],
  ])('never prints the key: %s', async (value, said) => {
    const { code, stdout, stderr } = await runCommand(
      ['models', '--verify', '--endpoint', google.httpUrl],
      { env: { GEMINI_API_KEY: value } },
    );
    expect(code).not.toBe(0);
    expect(stderr).toContain(said);
    expect(stdout + stderr).not.toContain(value);
  });

  it('ends with 1 where nobody answers', async () => {
    const { code, stderr } = await runCommand([
      ...['models', '--verify', '--endpoint', 'http://127.0.0.1:9'],
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain('the list could not be had: 127.0.0.1:9 did not answer');
  });
});

describe('the comparison', () => {
  const at = Date.UTC(2026, 10, 22);
  const rows = catalogueRows(at);
  const listed = rows
    .filter(({ gemini }) => gemini.standing === 'alive' || gemini.standing === 'doubtful')
    .map(({ name }) => ({ name, live: true }));

  it('finds nothing where the list is that of the catalogue, with text models beside', () => {
    const text = [{ name: 'gemini-2.5-flash', live: false }];
    expect(compareLists(rows, [...listed, ...text], 'gemini')).toEqual([]);
  });

  it('finds what is new, gone, back, and no more Live', () => {
    const [first, ...others] = listed;
    const changed = [
      ...others.filter(({ name }) => name !== 'gemini-3.5-transcribe-live'),
      { name: first?.name ?? '', live: false },
      { name: 'gemini-4-live', live: true },
      { name: 'gemini-live-2.5-flash-native-audio', live: true },
      { name: 'gemini-2.0-flash-live-001', live: true },
    ];
    const found = compareLists(rows, changed, 'gemini').map(({ kind, name }) => `${kind} ${name}`);
    expect(found).toEqual([
      'new gemini-4-live',
      'new gemini-live-2.5-flash-native-audio',
      'ended gemini-2.0-flash-live-001',
      'missing gemini-3.5-transcribe-live',
      'not_live gemini-3.8-live',
    ]);
  });
});
