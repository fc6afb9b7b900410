/** More than any line that holds a close; a longer one is read in pieces. */
const LONGEST_LINE = 64 * 1024;

/** The lines of a stream of text, without their ends. Holds one line at most. */
export async function* logLines(
  chunks: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split(/\r\n|[\n\r\u2028\u2029]/);
    rest = lines.pop() ?? '';
    yield* lines.flatMap(pieces);
    // A progress bar or a binary file has no lines.
    while (rest.length > LONGEST_LINE) {
      yield rest.slice(0, LONGEST_LINE);
      rest = rest.slice(LONGEST_LINE);
    }
  }
  rest += decoder.decode();
  if (rest !== '') yield* pieces(rest);
}

function pieces(line: string): string[] {
  const found: string[] = [];
  for (let at = 0; at === 0 || at < line.length; at += LONGEST_LINE) {
    found.push(line.slice(at, at + LONGEST_LINE));
  }
  return found;
}
