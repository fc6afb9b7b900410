import type { OptionTable } from './option-table.js';
import type { Output } from './output.js';

/** What the command's exit codes mean. */
export const EXIT = { ok: 0, wrong: 1, usage: 2 } as const;

/** One command of the program, as its help shows it. */
export interface Command {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** How it is called, without the program's name, a line each. */
  readonly usage: readonly string[];
  /** What there is to know beside its options. */
  readonly about: readonly string[];
  readonly options: OptionTable;
  /** What to type, and what comes of it. */
  readonly examples: readonly string[];
  /** What the exit codes mean here. */
  readonly exits: string;
  /**
   * @returns The exit code.
   * @throws UsageError where the arguments are wrong.
   */
  run(args: readonly string[], output: Output): Promise<number>;
}
