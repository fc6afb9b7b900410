/**
 * The real programs that the checks run, fetched into a cache outside the tree and kept there:
 * `GEMINI_LIVE_CACHE`, else `opentelemetry-instrumentation-gemini-live` in the user's cache folder.
 * `tsx test/checks/backends/tools.ts [jaeger|collector|prometheus|phoenix]…` fetches them ahead of the checks.
 */
import { execFileSync } from 'node:child_process';
import { access, chmod, copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MissingTool, SKIPPED } from './check.js';
import { finish, finishWell, type Command } from './children.js';

const cache =
  process.env['GEMINI_LIVE_CACHE'] ??
  join(
    process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
    'opentelemetry-instrumentation-gemini-live',
  );

/** v1.76.0 and v2.13.0 are one commit; only the first is a version that Go accepts for this module. */
const JAEGER = 'github.com/jaegertracing/jaeger@v1.76.0';
const BUILDER = 'go.opentelemetry.io/collector/cmd/builder@v0.155.0';
const GO = 'Install Go 1.26 or later, and let it reach a Go module proxy.';
/** Cold, on two cores, each build takes ten to twenty minutes. */
const BUILD_SECONDS = 45 * 60;

/** `JAEGER_BIN`, else a build of Jaeger v2. */
export async function jaeger(): Promise<string> {
  return tool('JAEGER_BIN', 'jaeger-2.13.0', async (binary) => {
    const folder = await emptied('jaeger');
    const module = JSON.parse(
      await go('Jaeger', {
        command: 'go',
        args: ['mod', 'download', '-json', JAEGER],
        cwd: folder,
      }),
    ) as { Dir: string };
    // As Jaeger's own release is built: with the versions and checksums that its module lists, and
    // the replace directive that keeps `go install` from taking it.
    for (const file of ['go.mod', 'go.sum']) {
      await copyFile(join(module.Dir, file), join(folder, file));
      await chmod(join(folder, file), 0o644);
    }
    const edit = ['mod', 'edit', '-module=backends', `-require=${JAEGER}`];
    await go('Jaeger', { command: 'go', args: edit, cwd: folder });
    const target = 'github.com/jaegertracing/jaeger/cmd/jaeger';
    const flags = ['-p=2', '-mod=mod', '-trimpath', '-ldflags=-s -w'];
    const args = ['build', ...flags, '-o', binary, target];
    await go('Jaeger', { command: 'go', args, cwd: folder, env: { CGO_ENABLED: '0' } });
  });
}

/** `OTELCOL_BIN`, else a Collector made by its builder of the modules in collector.builder.yaml. */
export async function collector(): Promise<string> {
  return tool('OTELCOL_BIN', 'otelcol-gemini-live-0.155.0', async (binary) => {
    const folder = await emptied('collector');
    await go('The Collector', {
      command: 'go',
      args: ['install', '-p=2', BUILDER],
      env: { GOBIN: folder },
    });
    const list = fileURLToPath(new URL('collector.builder.yaml', import.meta.url));
    const config = join(folder, 'builder.yaml');
    const source = await readFile(list, 'utf8');
    await writeFile(config, source.replace(/^dist:$/m, `dist:\n  output_path: ${folder}/dist`));
    await go('The Collector', {
      command: join(folder, 'builder'),
      args: [`--config=${config}`],
      env: { CGO_ENABLED: '0', GOFLAGS: `${process.env['GOFLAGS'] ?? ''} -p=2`.trim() },
    });
    await rename(join(folder, 'dist', 'otelcol-gemini-live'), binary);
  });
}

export interface Prometheus {
  readonly prometheus: string;
  readonly promtool: string;
}

/** From the PATH, else unpacked from Debian's package: nothing is installed, no service starts. */
export async function prometheus(): Promise<Prometheus> {
  const how = "Install Prometheus (Debian's package `prometheus` holds promtool too).";
  if (await runs('promtool')) return { prometheus: 'prometheus', promtool: 'promtool' };
  const bin = join(cache, 'prometheus', 'usr', 'bin');
  if (!(await exists(join(bin, 'promtool')))) {
    const folder = await emptied('prometheus');
    const download = { command: 'apt-get', args: ['download', 'prometheus'], cwd: folder };
    if ((await finish(download, 300)).code !== 0) {
      await finish({ command: 'apt-get', args: ['update'] }, 300);
      if ((await finish(download, 300)).code !== 0) throw new MissingTool('Prometheus', how);
    }
    const unpack = { command: 'sh', args: ['-c', 'dpkg-deb -x prometheus_*.deb .'], cwd: folder };
    await finishWell(unpack, 300);
  }
  return { prometheus: join(bin, 'prometheus'), promtool: join(bin, 'promtool') };
}

const PHOENIX = 'arize-phoenix==20.26.1';

/** `PHOENIX_BIN`, else installed from PyPI into an environment of its own. */
export async function phoenix(): Promise<string> {
  const named = process.env['PHOENIX_BIN'];
  if (named) return named;
  const how = 'Install Python 3.10 or later, and let pip reach PyPI. Or set PHOENIX_BIN.';
  const folder = join(cache, PHOENIX.replace('==', '-'));
  const binary = join(folder, 'bin', 'phoenix');
  if (await exists(binary)) return binary;
  if (!(await runs('python3'))) throw new MissingTool('Python', how);
  await rm(folder, { recursive: true, force: true });
  for (const command of [
    { command: 'python3', args: ['-m', 'venv', folder] },
    { command: join(folder, 'bin', 'pip'), args: ['install', '--quiet', PHOENIX] },
  ]) {
    if ((await finish(command, 900)).code === 0) continue;
    await rm(folder, { recursive: true, force: true });
    throw new MissingTool('Phoenix', how);
  }
  return binary;
}

async function tool(
  variable: string,
  file: string,
  build: (binary: string) => Promise<void>,
): Promise<string> {
  const named = process.env[variable];
  if (named) return named;
  const binary = join(cache, file);
  if (await exists(binary)) return binary;
  if (!(await runs('go', 'version'))) throw new MissingTool(file, `${GO} Or set ${variable}.`);
  console.log(`building ${file}: the first time takes minutes`);
  const begun = Date.now();
  // Under another name until it is whole: an interrupted build must not look like a tool.
  await build(`${binary}.part`);
  await rename(`${binary}.part`, binary);
  console.log(`built ${file} in ${Math.round((Date.now() - begun) / 1000)} s`);
  return binary;
}

async function go(what: string, command: Command): Promise<string> {
  const { code, stdout, output } = await finish(command, BUILD_SECONDS);
  if (code !== 0) throw new MissingTool(what, `${GO} ${command.command} said:\n${output}`);
  return stdout;
}

async function emptied(name: string): Promise<string> {
  const folder = join(cache, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function runs(command: string, argument = '--version'): Promise<boolean> {
  try {
    execFileSync(command, [argument], { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

const all = { jaeger, collector, prometheus, phoenix };

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const asked = process.argv.slice(2);
  for (const [name, fetchTool] of Object.entries(all)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    try {
      console.log(name, await fetchTool());
    } catch (error) {
      if (!(error instanceof MissingTool)) throw error;
      console.error(error.message);
      process.exitCode = SKIPPED;
    }
  }
}
