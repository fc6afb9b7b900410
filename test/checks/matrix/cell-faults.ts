import { startCollector } from '../../children/collector.js';
import { faults } from '../../children/faults.js';
import { run } from '../../children/run.js';
import type { Simulator } from '../../simulator/index.js';
import type { Cell } from './cells.js';

/** Runs a cell's script in the folder where its packages are; gives what went wrong. */
export async function cellFaults(
  { client, format }: Cell,
  node: string,
  folder: string,
  simulator: Simulator,
): Promise<string[]> {
  const { preloads = usualPreloads, script, limits, exports } = client;
  const option = format === 'cjs' ? '--require' : '--import';
  const collector = exports ? await startCollector() : undefined;
  try {
    const outcome = await run({
      node,
      args: [...preloads(format).flatMap((file) => [option, file]), `${script}.${format}`],
      cwd: folder,
      env: {
        SIMULATOR: simulator.url,
        // Those of auto-instrumentations-node ask the networks of four clouds.
        OTEL_NODE_RESOURCE_DETECTORS: 'none',
        // The first ones of SDK 2 would say on standard output that they have started.
        OTEL_LOG_LEVEL: 'error',
        ...collector?.env,
      },
    });
    return faults(collector ? { ...outcome, recorded: collector.recorded() } : outcome, limits);
  } finally {
    await collector?.close();
  }
}

function usualPreloads(format: Cell['format']): readonly string[] {
  return [`./test/loading/fixtures/sdk.${format}`];
}
