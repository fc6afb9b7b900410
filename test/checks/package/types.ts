import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installed } from '../../children/cache.js';

/** The TypeScript versions that an application may compile with: the first and the last of 5. */
export const typeScripts = ['5.0.4', '5.9.3'] as const;

/** What an application writes. */
const program = `
import { registerInstrumentations, type Instrumentation } from '@opentelemetry/instrumentation';
import { GeminiLiveInstrumentation, diagnoseClose } from 'opentelemetry-instrumentation-gemini-live';

const instrumentation: Instrumentation = new GeminiLiveInstrumentation({
  stalls: { mid_reply: 5, unheard: false },
  onClose: (span, { code, hint }) => void span.setAttribute('app.close', \`\${code} \${hint}\`),
});
registerInstrumentations({ instrumentations: [instrumentation] });
export const { cause } = diagnoseClose({ api: 'gemini', code: 1008, reason: 'x' });
`;
/** The same without the types of others, which need Node's. */
const alone = program
  .split('\n')
  .filter((line) => !/registerInstrumentations/.test(line))
  .join('\n')
  .replace(': Instrumentation', '');

const modules = [
  ['node16', 'node16'],
  ['commonjs', 'node10'],
  ['esnext', 'bundler'],
] as const;

/** What a compiler says of the package's types, where it checks libraries as well. */
export async function typeFaults(typescript: string, tarball: string): Promise<string[]> {
  const folder = await installed(
    `types/${typescript}`,
    { typescript, '@opentelemetry/api': '1.9.1', '@opentelemetry/instrumentation': '0.223.0' },
    tarball,
  );
  const withNode = await installed(
    `types/${typescript}-node`,
    {
      typescript,
      '@opentelemetry/api': '1.9.1',
      '@opentelemetry/instrumentation': '0.223.0',
      '@types/node': '20.19.43',
    },
    tarball,
  );
  const faults: string[] = [];
  for (const [place, text] of [
    [folder, alone],
    [withNode, program],
  ] as const) {
    await writeFile(join(place, 'app.ts'), text);
    for (const [module, resolution] of modules) {
      faults.push(...(await compile(place, module, resolution)));
    }
  }
  return faults;
}

async function compile(folder: string, module: string, resolution: string): Promise<string[]> {
  const options = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022'];
  // The API's own types name the console, which is of the DOM or of Node.
  const library = ['--lib', 'es2022,dom', '--exactOptionalPropertyTypes'];
  const kind = ['--module', module, '--moduleResolution', resolution];
  try {
    const tsc = join(folder, 'node_modules/typescript/bin/tsc');
    const args = [tsc, ...options, ...library, ...kind, 'app.ts'];
    await promisify(execFile)(process.execPath, args, { cwd: folder });
    return [];
  } catch (error) {
    const { stdout = String(error) } = error as { stdout?: string };
    return stdout.split('\n').filter(Boolean);
  }
}
