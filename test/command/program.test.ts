import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from '../children/tree.js';
import { pastedTexts } from './explain/pasted-texts.js';
import { program, runCommand } from './run-command.js';

const names = ['explain', 'check', 'models', 'connect'];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gemini-live-program-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('help', () => {
  it('tells of every command', async () => {
    for (const args of [['--help'], ['-h'], ['help']]) {
      const { code, stdout, stderr } = await runCommand(args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      for (const name of names) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
      expect(stdout).toContain('Example');
    }
  });

  it.each(names)(
    'of %s has its options, an example and the exit codes, at 80 columns',
    async (name) => {
      const { code, stdout } = await runCommand([name, '--help']);
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`^Usage: gemini-live ${name}`));
      for (const part of ['Options', '  --api API', '  --json', 'Examples', 'Exit code: 0 ']) {
        expect(stdout).toContain(part);
      }
      const long = stdout.split('\n').filter((line) => line.length > 80 && !line.startsWith('  '));
      expect(long).toEqual([]);
      expect((await runCommand(['help', name])).stdout).toBe(stdout);
    },
  );

  it('is not asked for by text', async () => {
    const { stdout } = await runCommand(['explain', '--', '--help', 'websocket: close 1011']);
    expect(stdout).toContain('1011');
  });
});

it('tells its version', async () => {
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
    version: string;
  };
  expect((await runCommand(['--version'])).stdout).toBe(`${version}\n`);
});

describe('without OpenTelemetry', () => {
  /** Every module that a run loads, by its resolved name. */
  const recorder = `
    const { Module } = require('node:module');
    const { appendFileSync } = require('node:fs');
    const load = Module._load;
    Module._load = function (name, ...rest) {
      appendFileSync(process.env.LOADED, name + '\\n');
      return load.call(this, name, ...rest);
    };`;

  it.each([
    ['explain', ['explain', 'received 1011 (internal error) Internal error encountered.'], 0],
    ['check', ['check', '--api', 'gemini', '--model', 'gemini-3.8-live'], 0],
    ['models', ['models'], 0],
  ])('%s runs, and loads nothing but what Node has', async (name, args, expected) => {
    const alone = join(folder, `${name}.cjs`);
    const loaded = join(folder, `${name}.loaded`);
    copyFileSync(program, alone);
    writeFileSync(loaded, '');
    writeFileSync(join(folder, 'recorder.cjs'), recorder);
    const { code, stderr } = await runCommand(args, {
      program: alone,
      cwd: folder,
      env: { LOADED: loaded },
      nodeArgs: ['--require', join(folder, 'recorder.cjs')],
    });
    expect({ code, stderr }).toEqual({ code: expected, stderr: '' });
    const names = readFileSync(loaded, 'utf8').trim().split('\n');
    expect(names.filter((each) => !each.startsWith('node:') && each !== alone)).toEqual([]);
  });
});

describe('the package as it is published', () => {
  it('has the command under two names, and explains with it', async () => {
    const pack = await promisify(execFile)(
      'npm',
      ['pack', '--ignore-scripts', '--json', '--pack-destination', folder],
      { cwd: repository },
    );
    const [{ filename }] = JSON.parse(pack.stdout) as [{ filename: string }];
    const unpacked = join(folder, 'unpacked');
    mkdirSync(unpacked);
    await promisify(execFile)('tar', ['-xzf', join(folder, filename), '-C', unpacked]);
    const { bin } = JSON.parse(readFileSync(join(unpacked, 'package/package.json'), 'utf8')) as {
      bin: Record<string, string>;
    };
    expect(Object.keys(bin).sort()).toEqual([
      'gemini-live',
      'opentelemetry-instrumentation-gemini-live',
    ]);
    const file = join(unpacked, 'package', bin['gemini-live'] ?? '');
    expect(readFileSync(file, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    // All texts in one go: each is told apart from the one before it.
    const some = pastedTexts
      .filter(([, , close]) => close?.cause === 'model_mismatch')
      .slice(0, 12);
    for (const [name, text] of some) {
      const { code, stdout, stderr } = await runCommand(['explain', '--json'], {
        program: file,
        cwd: folder,
        input: text,
      });
      expect({ code, stderr }, name).toEqual({ code: 0, stderr: '' });
      expect(stdout, name).toContain('"cause": "model_mismatch"');
    }
  });
});
