import { version } from '../version.js';
import { EXIT, type Command } from './command.js';
import { checkCommand } from './check/check.js';
import { connectCommand } from './connect/connect.js';
import { explainCommand } from './explain/explain.js';
import { modelsCommand } from './models/models.js';
import { commandHelp, programHelp } from './help.js';
import { processOutput, type Output } from './output.js';
import { shown, UsageError } from './usage-error.js';

const COMMANDS: readonly Command[] = [explainCommand, checkCommand, modelsCommand, connectCommand];

/** Runs the program. @returns Its exit code. */
export async function runProgram(args: readonly string[]): Promise<number> {
  const output = processOutput();
  const [name, ...rest] = args;
  try {
    if (name === '--version' || name === '-v') {
      output.print(version);
      return EXIT.ok;
    }
    if (name === '--help' || name === '-h' || name === 'help') {
      return help(rest[0], output);
    }
    if (name === undefined) {
      output.warn(programHelp(COMMANDS, output));
      return EXIT.usage;
    }
    const command = commandNamed(name);
    if (asksForHelp(rest)) return help(name, output);
    return await command.run(rest, output);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    output.warn(`gemini-live: ${error.message}`);
    return EXIT.usage;
  }
}

/** Behind `--` stands text. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.some((arg, at) => (arg === '--help' || arg === '-h') && (end === -1 || at < end));
}

function help(name: string | undefined, output: Output): number {
  output.print(
    name === undefined || name.startsWith('-')
      ? programHelp(COMMANDS, output)
      : commandHelp(commandNamed(name), output),
  );
  return EXIT.ok;
}

function commandNamed(name: string): Command {
  const command = COMMANDS.find((each) => each.name === name);
  if (command !== undefined) return command;
  // Pasted text without `explain` may hold a key.
  const given = /^[\w-]{1,30}$/.test(name) ? shown(name) : 'what was given first';
  throw new UsageError(
    `there is no command ${given}; there are ${COMMANDS.map((each) => each.name).join(', ')}`,
  );
}
