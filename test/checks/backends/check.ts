/** A tool that a check needs and this machine has not: the check is skipped, which is no pass. */
export class MissingTool extends Error {
  override readonly name = 'MissingTool';

  constructor(tool: string, how: string) {
    super(`${tool} is missing. ${how}`);
  }
}

export const SKIPPED = 77;

/** What a check registers to be stopped or removed at its end, whatever the end. */
export type Cleanup = () => unknown;

export class Check {
  readonly #cleanups: Cleanup[] = [];
  #passed = 0;

  atEnd(cleanup: Cleanup): void {
    this.#cleanups.push(cleanup);
  }

  ok(condition: boolean, what: string, found?: unknown): void {
    if (!condition) {
      const shown = found === undefined ? '' : `\n  found: ${JSON.stringify(found, undefined, 2)}`;
      throw new Error(`${what}${shown}`);
    }
    this.#passed += 1;
    console.log(`  ok  ${what}`);
  }

  equal(found: unknown, expected: unknown, what: string): void {
    const same = JSON.stringify(found) === JSON.stringify(expected);
    this.ok(same, `${what}: ${JSON.stringify(expected)}`, found);
  }

  get passed(): number {
    return this.#passed;
  }

  async end(): Promise<void> {
    for (const cleanup of this.#cleanups.splice(0).reverse()) {
      try {
        await cleanup();
      } catch (error) {
        console.error(error);
      }
    }
  }
}

/**
 * Runs one check to its end. Exit code 0: passed; 1: failed; 77: skipped, for a tool that cannot
 * be had. Fetching the tools has limits of its own; then it takes at most `minutes`, and stops
 * what it started.
 */
export async function run<Tools>(
  name: string,
  minutes: number,
  fetchTools: () => Promise<Tools> | Tools,
  body: (check: Check, tools: Tools) => Promise<void>,
): Promise<void> {
  const check = new Check();
  const stop = (why: string): void => {
    console.error(`${name}: ${why}`);
    void check.end().finally(() => process.exit(1));
  };
  process.once('SIGINT', () => stop('interrupted'));
  process.once('SIGTERM', () => stop('terminated'));
  try {
    console.log(name);
    const tools = await fetchTools();
    setTimeout(() => stop(`not done after ${minutes} minutes`), minutes * 60_000).unref();
    await body(check, tools);
    if (check.passed === 0) throw new Error('nothing was checked');
    console.log(`${name}: passed, ${check.passed} checks`);
  } catch (error) {
    const skipped = error instanceof MissingTool;
    process.exitCode = skipped ? SKIPPED : 1;
    console.error(skipped ? `${name}: SKIPPED. ${error.message}` : error);
  }
  await check.end();
  // A socket kept alive must not hold a check that is over.
  process.exit();
}
