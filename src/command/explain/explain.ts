import { createReadStream, existsSync, openSync, statSync } from 'node:fs';
import { EXIT, type Command } from '../command.js';
import { readArguments } from '../arguments.js';
import { readSetup } from '../json-file.js';
import { FACT_OPTIONS, readDay } from '../fact-options.js';
import type { OptionTable } from '../option-table.js';
import type { Output } from '../output.js';
import { shown, UsageError } from '../usage-error.js';
import { ClosesInText } from './closes/closes-in-text.js';
import { isCloseCode } from './closes/close-mention.js';
import { explain, type Explanation, type Overrides } from './explanation.js';
import type { CountedClose } from './closes/found-close.js';
import { logLines } from './text/log-lines.js';
import { SecretsInText } from './text/secrets-in-text.js';
import { renderExplanations } from './render-explanation.js';
import type { SessionPhase } from '../../words.js';

const OPTIONS = {
  api: FACT_OPTIONS.api,
  model: FACT_OPTIONS.model,
  location: FACT_OPTIONS.location,
  'api-version': FACT_OPTIONS['api-version'],
  setup: FACT_OPTIONS.setup,
  code: {
    value: 'NUMBER',
    form: {
      test: (value) => /^\d{4}$/.test(value) && isCloseCode(Number(value)),
      allowed: 'a close code: 1000 to 1015, or 3000 to 4999',
    },
    help: 'The close code, where no text tells it.',
  },
  reason: { value: 'TEXT', help: 'The close reason, where no text tells it.' },
  phase: {
    value: 'PHASE',
    among: ['handshake', 'setup', 'active', 'going_away'],
    help: 'Where the session was: handshake, setup, active (after setupComplete) or going_away (after goAway). Default: as in setup.',
  },
  on: {
    ...FACT_OPTIONS.on,
    help: 'The day of the close. Default: the day in the text, else today.',
  },
  file: { value: 'FILE', help: 'Read the text from a file.' },
  json: FACT_OPTIONS.json,
} satisfies OptionTable;

/** `explain`: why a session closed, from whatever text tells of it. */
export const explainCommand: Command = {
  name: 'explain',
  summary: 'Why a session closed, from an error message or a whole log.',
  usage: ['explain TEXT [OPTION…]', 'explain < LOG', 'explain --file LOG'],
  about: [
    'Takes what there is: the message of an exception, a CloseEvent, JSON, a URL, or a log of any length. Finds the close code, the reason, the API and the model in it, and says what went wrong, what to change, and what had to be assumed. Options go before what the text says. Nothing is sent anywhere, and no key or token is printed.',
  ],
  options: OPTIONS,
  examples: [
    'gemini-live explain "received 1007 (invalid frame payload data) API key not valid."',
    'gemini-live explain --api vertex --model gemini-3.1-flash-live-preview --code 1008',
    'kubectl logs worker | gemini-live explain --json',
  ],
  exits:
    '0 every close is explained; 1 one is not, or the text tells of none; 2 the arguments are wrong.',
  run,
};

async function run(args: readonly string[], output: Output): Promise<number> {
  const { options, positionals } = readArguments(args, OPTIONS);
  const now = Date.now();
  const secrets = new SecretsInText(process.env);
  const overrides: Overrides = {
    api: options.api as Overrides['api'],
    model: options.model,
    location: options.location,
    version: options['api-version'],
    phase: options.phase as SessionPhase | undefined,
    setup: options.setup === undefined ? undefined : readSetup('--setup', options.setup),
    ...(options.on !== undefined && { at: readDay(options.on) }),
    ...(options.code !== undefined && { code: Number(options.code) }),
    ...(options.reason !== undefined && { reason: options.reason }),
  };
  if (options.reason !== undefined) secrets.note(options.reason);
  if (options.model !== undefined) secrets.note(options.model);
  const { closes, more, hasEvent } = await closesIn(positionals, options, secrets, now);
  const explained = closes.map((close) =>
    explain(close, overrides, now, (text, spared) => secrets.scrub(text, spared)),
  );
  if (options.json) output.print(JSON.stringify({ closes: explained, more }, null, 2));
  else output.print(renderExplanations(explained, { more, hasEvent }, output));
  return explained.length > 0 && explained.every(isExplained) ? EXIT.ok : EXIT.wrong;
}

function isExplained({ cause }: Explanation): boolean {
  return cause !== 'unknown';
}

/** What a text tells. */
interface TextOfCloses {
  readonly closes: readonly CountedClose[];
  readonly more: number;
  /** A CloseEvent is printed in it. */
  readonly hasEvent: boolean;
}

/** The closes of the text that was given, or of options alone. */
async function closesIn(
  positionals: readonly string[],
  options: { readonly code?: string; readonly reason?: string; readonly file?: string },
  secrets: SecretsInText,
  now: number,
): Promise<TextOfCloses> {
  const reader = new ClosesInText(secrets, now);
  const byOptions: CountedClose = { close: { reason: '', form: 'options' }, count: 1 };
  const told = options.code !== undefined || options.reason !== undefined;
  const chunks = source(positionals, options.file, told);
  let isEmpty = true;
  let hasEvent = false;
  for await (const line of logLines(chunks)) {
    isEmpty &&= line.trim() === '';
    hasEvent ||= /\bCloseEvent\b/.test(line);
    reader.feed(line);
  }
  const found = reader.end();
  if (found.closes.length > 0) return { ...found, hasEvent };
  // `--code 1008 some words`: the words are what there is of the close.
  if (told) return { closes: [byOptions], more: 0, hasEvent };
  if (isEmpty) {
    throw new UsageError(
      'explain has no text; allowed: text as an argument, on standard input or by --file FILE, or --code NUMBER with --reason TEXT (see --help)',
    );
  }
  return { ...found, hasEvent };
}

function source(
  positionals: readonly string[],
  file: string | undefined,
  told: boolean,
): AsyncIterable<string | Uint8Array> | Iterable<string> {
  if (file !== undefined) return fileText('--file', file);
  const [first] = positionals;
  if (first === '-') return process.stdin;
  // Whoever means a log may give its name alone.
  if (first !== undefined && positionals.length === 1 && isFile(first))
    return fileText(first, first);
  if (first !== undefined) return [textOf(positionals)];
  return told || process.stdin.isTTY ? [] : process.stdin;
}

/** @throws UsageError where what was meant is a file that is not there. */
function textOf(positionals: readonly string[]): string {
  const text = positionals.join(' ');
  if (/^[\w./-]{1,80}\.(?:log|txt|jsonl?|out|err)$/.test(text)) {
    throw new UsageError(`${shown(text)} looks like a file, and there is none of that name`);
  }
  return text;
}

function isFile(path: string): boolean {
  return path.length < 1024 && !path.includes('\n') && existsSync(path) && statSync(path).isFile();
}

function fileText(argument: string, path: string): AsyncIterable<Uint8Array> {
  try {
    return createReadStream('', { fd: openSync(path, 'r') }) as AsyncIterable<Uint8Array>;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new UsageError(`${argument} is ${shown(path)}: ${why}`);
  }
}
