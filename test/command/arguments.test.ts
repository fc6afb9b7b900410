import { describe, expect, it } from 'vitest';
import { readArguments } from '../../src/command/arguments.js';
import type { OptionTable } from '../../src/command/option-table.js';
import { UsageError } from '../../src/command/usage-error.js';

const table = {
  api: { value: 'API', among: ['gemini', 'vertex'], help: '' },
  model: { value: 'NAME', help: '' },
  on: { value: 'DAY', form: { test: (value) => /^\d+$/.test(value), allowed: 'digits' }, help: '' },
  json: { help: '' },
} satisfies OptionTable;

describe('arguments', () => {
  it.each([
    [[], {}, []],
    [['a', 'b'], {}, ['a', 'b']],
    [['--api', 'vertex', 'a'], { api: 'vertex' }, ['a']],
    [['--api=vertex', '--json'], { api: 'vertex', json: true }, []],
    [['--model', '-x'], { model: '-x' }, []],
    [['--model=--x'], { model: '--x' }, []],
    [['--', '--api'], {}, ['--api']],
    [['--api', 'gemini', '--api', 'vertex'], { api: 'vertex' }, []],
  ])('%j', (args, options, positionals) => {
    const read = readArguments(args, table);
    expect({ options: read.options, positionals: read.positionals }).toEqual({
      options,
      positionals,
    });
  });

  it.each([
    [['--api', 'x'], "--api is 'x'; allowed: gemini, vertex"],
    [['--api', '--model', 'y'], '--api has no value; allowed: gemini, vertex'],
    [['--model'], '--model has no value; allowed: NAME'],
    [['--on', 'x'], "--on is 'x'; allowed: digits"],
    [['--json=1'], '--json takes no value'],
    [['--nope'], 'there is no option --nope; there are --api, --model, --on, --json, --help'],
    [['-x'], 'there is no option -x'],
    [['--constructor'], 'there is no option --constructor'],
  ])('%j is wrong', (args, said) => {
    expect(() => readArguments(args, table)).toThrow(UsageError);
    expect(() => readArguments(args, table)).toThrow(said);
  });
});
