/** How text is emphasised. Without colour each gives its text back. */
export interface Colours {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
}

/** What decides about colour: https://no-color.org, and FORCE_COLOR as Node reads it. */
export interface ColourSettings {
  readonly isTTY?: boolean | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Whether to write in colour: on a terminal that has it, unless NO_COLOR says otherwise.
 * FORCE_COLOR is for a program whose output goes through another's to a terminal.
 */
export function wantsColour({ isTTY, env }: ColourSettings): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '') {
    return env['FORCE_COLOR'] !== '0' && env['FORCE_COLOR'] !== 'false';
  }
  return isTTY === true && env['TERM'] !== 'dumb';
}

export function colours(on: boolean): Colours {
  // ECMA-48, Select Graphic Rendition.
  const paint = (code: number) => (text: string) => (on ? `\x1b[${code}m${text}\x1b[0m` : text);
  return { bold: paint(1), dim: paint(2), red: paint(31), green: paint(32), yellow: paint(33) };
}
