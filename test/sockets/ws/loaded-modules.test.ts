import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type WebSocketClass from 'ws';
import { openDoors, patchLoadingWs } from '../../../src/sockets/doors.js';
import { loadedWsClasses } from '../../../src/sockets/ws/loaded-modules.js';
import { repository } from '../../children/tree.js';

const require = createRequire(import.meta.url);
let folder: string;
const unsupported: string[] = [];

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gemini-live-ws-')));
});
afterAll(() => rm(folder, { recursive: true }));

/** A copy of ws that calls itself by that version; gives its class. */
async function copyOfWs(version: string): Promise<typeof WebSocketClass> {
  const copy = join(folder, version, 'ws');
  await cp(join(repository, 'node_modules/ws'), copy, { recursive: true });
  await writeFile(join(copy, 'package.json'), JSON.stringify({ name: 'ws', version }));
  return require(join(copy, 'lib/websocket.js')) as typeof WebSocketClass;
}

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

const open = (): void => {
  openDoors({ reportUnsupported: (why) => unsupported.push(why) })();
};

it('watches copies of ws 7 and 8 in place, and of what else is there nothing', async () => {
  const known = [await copyOfWs('7.5.0'), await copyOfWs('8.23.0')];
  const unknown = [await copyOfWs('6.2.3'), await copyOfWs('9.0.0')];
  const own = [
    await ownFile('a', undefined),
    await ownFile('b', '{"name":"my-app","version":"8.0.0"}'),
    await ownFile('c', 'no JSON'),
    await ownFile('d', 'null'),
  ];
  open();
  const isWatched = (prototype: object): boolean => Object.hasOwn(prototype, '_url');
  expect(known.map(({ prototype }) => isWatched(prototype))).toEqual([true, true]);
  expect(unknown.map(({ prototype }) => isWatched(prototype))).toEqual([false, false]);
  expect(own.map(Object.getOwnPropertyNames)).toEqual(own.map(() => ['constructor']));
  expect(unsupported.sort()).toEqual([
    'ws 6.2.3 is not known and left alone',
    'ws 9.0.0 is not known and left alone',
  ]);
});

it('throws nothing where the working directory is gone', () => {
  const cwd = vi.spyOn(process, 'cwd').mockImplementation(() => {
    throw Object.assign(new Error('ENOENT: no such file or directory, uv_cwd'), {
      code: 'ENOENT',
    });
  });
  try {
    expect(loadedWsClasses().length).toBeGreaterThan(0);
    expect(open).not.toThrow();
    expect(() => patchLoadingWs('8.23.0', (why) => unsupported.push(why))).not.toThrow();
  } finally {
    cwd.mockRestore();
  }
});
