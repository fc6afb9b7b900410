import { wrap } from '../terminal/wrap.js';
import type { Command } from './command.js';
import type { Output } from './output.js';

/** The name under which the examples call the program. */
const PROGRAM = 'gemini-live';
const PACKAGE = 'opentelemetry-instrumentation-gemini-live';

/** The help of one command. */
export function commandHelp(command: Command, { width, colours }: Output): string {
  const { bold } = colours;
  const options = Object.entries({
    ...command.options,
    help: { help: 'Show this.' },
  }).flatMap(([name, option]) => {
    const value = 'value' in option ? ` ${option.value}` : '';
    return definition(`--${name}${value}`, option.help, width);
  });
  return [
    ...command.usage.map((line, index) => `${index ? '      ' : 'Usage:'} ${PROGRAM} ${line}`),
    '',
    ...command.about.flatMap((text) => [...wrap(text, width), '']),
    bold('Options'),
    ...options,
    '',
    bold('Examples'),
    ...command.examples.map((line) => `  ${line}`),
    '',
    ...wrap(`Exit code: ${command.exits}`, width),
  ].join('\n');
}

/** The help of the program. */
export function programHelp(commands: readonly Command[], { width, colours }: Output): string {
  const { bold } = colours;
  return [
    `Usage: ${PROGRAM} COMMAND [ARGUMENT…]    (npx ${PACKAGE} COMMAND …)`,
    '',
    ...wrap("Why a session of Google's Gemini Live API closed, and what to do about it.", width),
    '',
    bold('Commands'),
    ...commands.flatMap(({ name, summary }) => definition(name, summary, width)),
    '',
    `${PROGRAM} COMMAND --help tells more. ${PROGRAM} --version tells the version.`,
    '',
    bold('Example'),
    `  ${PROGRAM} explain "received 1008 (policy violation) models/gemini-live-2.5-flash…"`,
  ].join('\n');
}

const TERM_WIDTH = 20;

function definition(term: string, text: string, width: number): string[] {
  const lines = wrap(text, width - TERM_WIDTH - 2);
  const room = ' '.repeat(TERM_WIDTH + 2);
  return term.length < TERM_WIDTH
    ? lines.map((line, index) =>
        index === 0 ? `  ${term.padEnd(TERM_WIDTH)}${line}` : room + line,
      )
    : [`  ${term}`, ...lines.map((line) => room + line)];
}
