import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire, Module } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { types } from 'node:util';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type WebSocketClass from 'ws';
import { openDoors } from '../../../src/sockets/doors.js';
import { repository } from '../../children/tree.js';

const require = createRequire(import.meta.url);
let folder: string;
const unsupported: string[] = [];

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gemini-live-ws-')));
});
afterAll(() => rm(folder, { recursive: true }));

/** A copy of ws in a folder of that name, with that manifest; gives the path of its class. */
async function copyOfWs(name: string, manifest?: object): Promise<string> {
  const copy = join(folder, name);
  await cp(join(repository, 'node_modules/ws'), copy, { recursive: true });
  await rm(join(copy, 'package.json'));
  if (manifest !== undefined) await writeFile(join(copy, 'package.json'), JSON.stringify(manifest));
  return join(copy, 'lib/websocket.js');
}

const load = (file: string): typeof WebSocketClass => require(file) as typeof WebSocketClass;

/** A file of an application at a path like that of ws's class. */
async function ownFile(app: string, manifest: string | undefined): Promise<object> {
  const lib = join(folder, app, 'ws/lib');
  await mkdir(lib, { recursive: true });
  const file = join(lib, 'websocket.js');
  await writeFile(file, 'module.exports = class { constructor() { this.url = "own"; } };');
  const { prototype } = require(file) as { readonly prototype: object };
  // Afterwards, as Node itself loads nothing beside one that is no JSON.
  if (manifest !== undefined) await writeFile(join(folder, app, 'ws/package.json'), manifest);
  return prototype;
}

const open = (): (() => void) => openDoors({ reportUnsupported: (why) => unsupported.push(why) });

/** Copies of ws as they come into a process, and whether they are watched. */
const copies = [
  ['ws 7', { name: 'ws', version: '7.5.0' }, true],
  ['ws 8', { name: 'ws', version: '8.23.0' }, true],
  ['ws 6', { name: 'ws', version: '6.2.3' }, false],
  ['ws 9', { name: 'ws', version: '9.0.0' }, false],
  ['a fork with a name and versions of its own', { name: '@acme/ws', version: '1.0.0' }, true],
  ["a copy in the application's source", undefined, true],
] as const;

it.each(copies)('%s, loaded before', async (name, manifest, watched) => {
  const file = await copyOfWs(`before ${name}`, manifest);
  const index = join(folder, `before ${name}`, 'index.js');
  const early = load(file);
  expect(load(index)).toBe(early);
  const close = open();
  close();
  expect(load(file) !== early).toBe(watched);
  expect(load(index)).toBe(load(file));
  expect(early.prototype).toBe(load(file).prototype);
  // Who has it by now makes its sockets with the class itself.
  expect(Object.hasOwn(early.prototype, '_url')).toBe(watched);
});

it.each(copies)('%s, loaded later', async (name, manifest, watched) => {
  const file = await copyOfWs(`later ${name}`, manifest);
  const close = open();
  const exported = load(file);
  close();
  // ws's class holds itself, or what has taken its place.
  expect(exported.prototype.constructor).toBe(exported);
  expect(isReplaced(exported)).toBe(watched);
});

it('has told why the others are not', () => {
  expect([...new Set(unsupported)].sort()).toEqual([
    'ws 6.2.3 is not known and left alone',
    'ws 9.0.0 is not known and left alone',
  ]);
});

it('watches nothing of what is there else', async () => {
  const own = [
    await ownFile('a', undefined),
    await ownFile('b', '{"name":"my-app","version":"8.0.0"}'),
    await ownFile('c', 'no JSON'),
    await ownFile('d', 'null'),
  ];
  open()();
  expect(own.map(Object.getOwnPropertyNames)).toEqual(own.map(() => ['constructor']));
});

it('passes by what is loaded while nobody watches, and what others load by the same words', async () => {
  const file = await copyOfWs('unwatched', undefined);
  expect(isReplaced(load(file))).toBe(false);
  const app = join(folder, 'app');
  await mkdir(app);
  await writeFile(join(app, 'receiver.js'), 'module.exports = { receives: true };');
  await writeFile(join(app, 'websocket.js'), "exports.receiver = require('./receiver');");
  const close = open();
  const exported = require(join(app, 'websocket.js')) as { readonly receiver: unknown };
  close();
  expect(exported.receiver).toEqual({ receives: true });
});

it.each([
  ['7.30.2', true],
  ['9.0.0', false],
] as const)('npm undici %s is watched, loaded before or later: %s', async (version, watched) => {
  const seen: boolean[] = [];
  for (const when of ['before', 'later']) {
    const copy = join(folder, when, version, 'undici');
    await cp(join(repository, 'node_modules/undici'), copy, { recursive: true });
    await writeFile(join(copy, 'package.json'), JSON.stringify({ name: 'undici', version }));
    if (when === 'before') require(copy);
    open()();
    const close = open();
    const { WebSocket } = require(copy) as { readonly WebSocket: object };
    close();
    // The class is as it was, below another parent.
    seen.push(Object.getPrototypeOf(WebSocket) !== EventTarget);
  }
  expect(seen).toEqual([watched, watched]);
});

it('leaves one function at require, which others may put theirs above', async () => {
  open()();
  const { prototype } = Module as unknown as { readonly prototype: { require: unknown } };
  const ours = prototype.require as (...args: unknown[]) => unknown;
  const asked: unknown[] = [];
  prototype.require = function (this: unknown, ...args: unknown[]): unknown {
    asked.push(args[0]);
    return Reflect.apply(ours, this, args);
  };
  const close = open();
  try {
    expect(isReplaced(load(await copyOfWs('below', undefined)))).toBe(true);
    expect(asked).toContain('./receiver');
    expect(prototype.require).not.toBe(ours);
  } finally {
    close();
    prototype.require = ours;
  }
});

it('throws nothing where the working directory is gone', async () => {
  const file = await copyOfWs('gone', undefined);
  const cwd = vi.spyOn(process, 'cwd').mockImplementation(() => {
    throw Object.assign(new Error('ENOENT: no such file or directory, uv_cwd'), {
      code: 'ENOENT',
    });
  });
  try {
    const close = open();
    expect(isReplaced(load(file))).toBe(true);
    close();
  } finally {
    cwd.mockRestore();
  }
});

/** A class that was replaced holds its replacement, which is a Proxy of it. */
function isReplaced(exported: typeof WebSocketClass): boolean {
  return types.isProxy(exported);
}
