import { colours, wantsColour, type Colours } from '../terminal/colours.js';

/** Where a command writes. Lines are at most {@link Output.width} columns wide where they can be. */
export interface Output {
  readonly width: number;
  readonly colours: Colours;
  /** A line, or several, on standard output. */
  print(text: string): void;
  /** The same on standard error. */
  warn(text: string): void;
}

/** Readable at a glance in the usual terminal, and in a log. */
const WIDTH = 80;

/** The process's own output. A reader that leaves early (`| head`) ends the writing, not the process. */
export function processOutput(): Output {
  const { stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  const write = (stream: NodeJS.WriteStream, text: string): void => {
    if (stream.writable) stream.write(`${text}\n`);
  };
  return {
    width: WIDTH,
    colours: colours(wantsColour({ isTTY: stdout.isTTY, env })),
    print: (text) => write(stdout, text),
    warn: (text) => write(stderr, text),
  };
}
