import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagnoseClose } from '../../src/diagnosis/diagnose-close.js';
import { CLOSE_CAUSES } from '../../src/words.js';
import { startSimulator, type Simulator } from '../simulator/index.js';
import { readTable, readTree, unwrapped } from './read-output.js';
import { runExample, type Ran } from './run-example.js';

const run = (name: string, args: readonly string[] = [], env = {}): Promise<Ran> =>
  runExample('run.ts', [name, ...args], env);

const wrong = 'gemini-live-2.5-flash-native-audio';
const ofVertex = 'gemini-2.5-flash-native-audio-preview-12-2025';

function hintFor(api: 'gemini' | 'vertex', model: string): string {
  const location = api === 'vertex' ? 'us-central1' : undefined;
  return diagnoseClose({ api, model, code: 1008, reason: '', location }).hint ?? '';
}

describe('on the simulator', () => {
  it('raw-ws has its answer and its spans', async () => {
    const { code, stdout, stderr } = await run('raw-ws');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('model: You said: Say hello..\nclosed: 1000 enough');
    expect(readTree(stdout)).toEqual([
      '✓ gemini.live.session gemini-3.8-live',
      '   ✓ gemini.live.connect gemini-3.8-live',
      '   ✓ realtime_inference gemini-3.8-live',
    ]);
  });

  it.each([
    ['raw-ws', 0],
    // @google/genai 2 never settles.
    ['google-genai', 13],
  ])('%s shows the mistake', async (name, exitCode) => {
    const { code, stdout, stderr } = await run(name, [wrong]);
    expect(code).toBe(exitCode);
    expect(stdout).toContain('closed: 1008 models/');
    expect(unwrapped(stdout)).toContain(hintFor('gemini', wrong));
    expect(stderr).toContain(
      `[GEMINI_LIVE_MISMATCH] GeminiLiveWarning: ${hintFor('gemini', wrong)}`,
    );
  });

  it('google-genai has two answers', async () => {
    const { code, stdout, stderr } = await run('google-genai');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('user:  What is a span?\nmodel: You said: What is a span?.\n');
    expect(readTree(stdout).filter((line) => line.includes('realtime_inference'))).toHaveLength(2);
  });

  it('esm-no-code prints the spans of a program that knows nothing of them', async () => {
    const { code, stdout, stderr } = await run('esm-no-code');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('The model has answered.');
    const names = [...stdout.matchAll(/^ {2}name: '(.*)',$/gm)].map(([, name]) => name);
    expect(names).toEqual([
      'gemini.live.connect gemini-3.8-live',
      'realtime_inference gemini-3.8-live',
      'gemini.live.session gemini-3.8-live',
    ]);
  });

  it('esm-no-code prints the hint of the mistake', async () => {
    const { stdout } = await run('esm-no-code', [wrong]);
    expect(stdout).toContain(`'gemini.mismatch_hint': "${hintFor('gemini', wrong)}"`);
  });

  it('voice-agent-with-tool has the database span under the span of its tool', async () => {
    const { code, stdout, stderr } = await run('voice-agent-with-tool');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('tool:  find_order(1234) is shipped');
    expect(stdout).toMatch(/gemini\.live\.audio\.sent +1\n/);
    const spans = readTree(stdout);
    const tool = spans.indexOf('   ✓ execute_tool find_order');
    expect(spans[tool + 1]).toBe('      ✓ SELECT orders');
    // The spoken turn; the slow one; the call; the answer after it.
    expect(spans.filter((span) => span === '   ✓ realtime_inference gemini-3.8-live')).toHaveLength(
      4,
    );
    expect(spans).toContain('   ✓ user_speech');
    expect(spans).toContain('   ✗ gemini.live.stall asked_no_reply');
    expect(stdout).toMatch(/gemini\.live\.stalls +1\n/);
    expect(stdout).toMatch(/gemini\.live\.time_to_first_audio +3(?:\.\d+)?\n/);
    expect(stdout).toMatch(/gemini\.live\.input_end\.source +activity_end\n/);
    expect(stdout).toMatch(/gemini\.live\.audio\.generated +0\.68\n/);
    expect(spans).toHaveLength(10);
  });

  it('preflight finds each fault, and is a gate', async () => {
    const { code, stdout, stderr } = await run('preflight');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('✓ production  gemini-3.8-live');
    expect(
      stdout.match(/^ {4}(?:setup\.\w+|location)(?= \(|$)/gm)?.map((field) => field.trim()),
    ).toEqual(['setup.model', 'location', 'setup.model', 'setup.model']);
    expect(unwrapped(stdout)).toContain(hintFor('vertex', ofVertex));
    expect(unwrapped(stdout)).toContain("Did you mean 'gemini-3.8-live'?");
    expect(stdout).toContain('4 of 5 would be refused on');
  });

  it('why-it-closed shows every cause', async () => {
    // A developer's own key is not for it.
    const { code, stdout, stderr } = await run('why-it-closed', [], { GEMINI_API_KEY: 'real' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    const rows = readTable(stdout).slice(1);
    expect(new Set(rows.map(({ cause }) => cause))).toEqual(
      // A wrong path can be told on Google's own hosts only.
      new Set(CLOSE_CAUSES.filter((cause) => cause !== 'endpoint')),
    );
    expect(rows.map(({ field }) => field)).toEqual(
      expect.arrayContaining([
        'setup.model',
        'clientContent',
        'setup.generationConfig.enableAffectiveDialog',
        'setup.generationConfig.thinkingConfig.thinkingLevel',
        'setup.realtimeInputConfig.automaticActivityDetection.disabled',
        'setup.sessionResumption.handle',
      ]),
    );
    expect(rows[0]?.hint).toBe(hintFor('vertex', ofVertex).replaceAll(' ', ''));
    for (const { cause, said, hint } of rows) {
      expect(said).toMatch(/onclose:1\d{3}/);
      if (cause === 'unknown') expect(hint).toBe('–');
      else expect(hint.length).toBeGreaterThan(20);
    }
  });

  it('says which examples there are', async () => {
    const { code, stderr } = await run('raw');
    expect(code).toBe(1);
    expect(stderr).toContain("no example 'raw'; there are raw-ws, google-genai, esm-no-code,");
  });
});

describe('on the real API', () => {
  /** Stands where Google does: the base URLs lead there. */
  let google: Simulator;
  let folder: string;
  let env: Record<string, string>;
  beforeAll(async () => {
    google = await startSimulator();
    folder = mkdtempSync(join(tmpdir(), 'gemini-live-gcloud-'));
    writeFileSync(join(folder, 'gcloud'), '#!/bin/sh\necho "token-of-$*"\n');
    chmodSync(join(folder, 'gcloud'), 0o755);
    env = {
      GOOGLE_GEMINI_BASE_URL: google.httpUrl,
      GOOGLE_VERTEX_BASE_URL: google.httpUrl,
      PATH: `${folder}:${process.env['PATH']}`,
    };
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await google.close();
  });

  it.each(['raw-ws', 'google-genai', 'esm-no-code', 'voice-agent-with-tool'])(
    '%s takes the key of the environment',
    async (name) => {
      const before = google.connections.length;
      const { code } = await run(name, [], { ...env, GEMINI_API_KEY: 'my-own-key' });
      expect(code).toBe(0);
      const [connection] = google.connections.slice(before);
      const key = connection?.headers['x-goog-api-key'] ?? connection?.url;
      expect(key).toContain('my-own-key');
    },
  );

  it('raw-ws takes the project and the location, and asks gcloud for a token', async () => {
    const before = google.connections.length;
    const project = { GOOGLE_CLOUD_PROJECT: 'my-project', GOOGLE_CLOUD_LOCATION: 'europe-west4' };
    const { code, stdout } = await run('raw-ws', [], { ...env, ...project });
    expect(code).toBe(0);
    expect(stdout).toContain('closed: 1000');
    const [connection] = google.connections.slice(before);
    expect(connection?.url).toContain('LlmBidiService/BidiGenerateContent');
    expect(connection?.headers.authorization).toBe('Bearer token-of-auth print-access-token');
  });
});
