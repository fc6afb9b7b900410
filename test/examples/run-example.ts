import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a program of the examples folder as its npm script does, without the build. */
export async function runExample(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const begun = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', `examples/${file}`, ...args], {
    cwd: root,
    env: { ...withoutSettings(process.env), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr, seconds: (performance.now() - begun) / 1000 };
}

/** A developer's own key or collector would change what the examples do. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const settings = /^(?:GEMINI|GOOGLE|OTEL)_|^(?:FORCE|NO)_COLOR$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !settings.test(name)));
}
