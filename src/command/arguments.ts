import { parseArgs } from 'node:util';
import { allowedFor, type Given, type OptionTable } from './option-table.js';
import { UsageError, wrongValue } from './usage-error.js';

export interface Arguments<Table extends OptionTable> {
  readonly options: Given<Table>;
  readonly positionals: readonly string[];
  readonly help: boolean;
}

/**
 * Reads a command's arguments.
 *
 * @throws UsageError which names the argument, the value and what is allowed.
 */
export function readArguments<Table extends OptionTable>(
  args: readonly string[],
  table: Table,
): Arguments<Table> {
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries([
      ['help', { type: 'boolean' as const, short: 'h' }],
      ...Object.entries(table).map(([name, { value }]) => [
        name,
        { type: value === undefined ? ('boolean' as const) : ('string' as const) },
      ]),
    ]),
    // Not strict: Node's own errors do not say what is allowed.
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given: Record<string, string | true> = {};
  for (const token of tokens) {
    if (token.kind !== 'option' || token.name === 'help') continue;
    const { name, value, rawName } = token;
    const option = Object.hasOwn(table, name) ? table[name] : undefined;
    if (option === undefined) throw unknownOption(rawName, table);
    if (option.value === undefined) {
      if (value !== undefined) throw new UsageError(`${rawName} takes no value`);
      given[name] = true;
      continue;
    }
    // What follows and looks like an option is one: `--api --model X`.
    if (value === undefined || (!token.inlineValue && /^--[a-z]/.test(value))) {
      throw new UsageError(`${rawName} has no value; allowed: ${allowedFor(option)}`);
    }
    const { among, form } = option;
    if ((among && !among.includes(value)) || form?.test(value) === false) {
      throw wrongValue(rawName, value, allowedFor(option));
    }
    given[name] = value;
  }
  const help = tokens.some((token) => token.kind === 'option' && token.name === 'help');
  return { options: given as Given<Table>, positionals, help };
}

function unknownOption(name: string, table: OptionTable): UsageError {
  const known = [...Object.keys(table), 'help'].map((each) => `--${each}`).join(', ');
  // Pasted text may begin with a dash, and may hold a key: it is not repeated.
  const shown = /^--?[a-z][a-z-]{0,30}$/i.test(name) ? name : 'what begins with a dash';
  return new UsageError(
    `there is no option ${shown}; there are ${known} (put -- before text that begins with a dash)`,
  );
}
