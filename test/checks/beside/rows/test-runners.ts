import { differs } from '../../../children/faults.js';
import { nodeBinary } from '../../../children/nodes.js';
import { run, type Outcome } from '../../../children/run.js';
import { startSimulator } from '../../../simulator/index.js';
import { application } from '../application.js';
import type { Row } from '../row.js';
import { sessionFaults } from '../watched.js';
import { runners, runs, type Runner } from './tables/runners.js';

export const testRunners: readonly Row[] = runs.map((runner) => ({
  name: runner.name,
  faults: async (tarball) => {
    const folder = await application(runner.folder, runners[runner.folder], tarball);
    const alone = await attempt(runner, folder, {});
    const watched = await attempt(runner, folder, { WATCHED: '1' });
    return [
      ...(alone.code === 0 ? [] : [`without us: exit code ${alone.code}: ${tail(alone)}`]),
      ...(alone.recorded.said.length > 0 ? [] : ['no test saw anything']),
      ...differs('exit code', watched.code, alone.code),
      ...differs('signal', watched.signal, alone.signal),
      ...differs('what tests saw', saw(watched), saw(alone)),
      ...complaints(watched.stderr).filter((line) => !complaints(alone.stderr).includes(line)),
      ...sessionFaults(runner.calls, watched.recorded),
    ];
  },
}));

async function attempt(
  { node = '22.23.3', args, env }: Runner,
  folder: string,
  watched: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const simulator = await startSimulator();
  try {
    return await run({
      node: await nodeBinary(node),
      args,
      cwd: folder,
      env: { CI: '1', NO_COLOR: '1', SIMULATOR: simulator.url, ...env, ...watched },
      seconds: 90,
    });
  } finally {
    await simulator.close();
  }
}

/** Runners order files as they like. */
function saw({ recorded }: Outcome): string {
  return recorded.said.toSorted().join('\n');
}

/** What runners say where something outlives its test, and what our own warnings say of what is missed. */
function complaints(stderr: string): string[] {
  return stderr
    .split('\n')
    .filter((line) =>
      /torn down|teardown|open handle|did not exit|force exit|JEST-\d|Unhandled|Uncaught|GEMINI_LIVE_(?!MISMATCH)/i.test(
        line,
      ),
    );
}

function tail({ stderr, stdout }: Outcome): string {
  return `${stdout}${stderr}`.slice(-2_000);
}
