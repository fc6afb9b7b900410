import { cp, mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../', import.meta.url));

/** An application's folder with packages of its own, as an installation would lay them out. */
export class Tree {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async make(): Promise<Tree> {
    return new Tree(await realpath(await mkdtemp(join(tmpdir(), 'gemini-live-tree-'))));
  }

  /** A package of this repository, where nothing about it matters but that it is found. */
  async link(name: string, below = ''): Promise<void> {
    const target = join(this.path, below, 'node_modules', name);
    await mkdir(dirname(target), { recursive: true });
    await symlink(join(repository, 'node_modules', name), target);
  }

  /** A package of this repository as a copy of its own; gives its folder. */
  async copy(name: string, below = ''): Promise<string> {
    const target = join(this.path, below, 'node_modules', name);
    await cp(join(repository, 'node_modules', name), target, { recursive: true });
    return target;
  }

  /** This package, as built, and nothing of the repository around it. */
  async install(below = ''): Promise<void> {
    const name = 'opentelemetry-instrumentation-gemini-live';
    const target = join(this.path, below, 'node_modules', name);
    await cp(join(repository, 'dist'), join(target, 'dist'), { recursive: true });
    await cp(join(repository, 'package.json'), join(target, 'package.json'));
  }

  /** Files of the repository, under the same paths. */
  async add(...paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      await cp(join(repository, path), join(this.path, path), { recursive: true });
    }
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
