/** The lines of a text that is wrapped between words, and inside words that are too long. */
export function wrap(text: string, width: number): [string, ...string[]] {
  const lines: [string, ...string[]] = [''];
  for (const word of text
    .trim()
    .split(/\s+/)
    .flatMap((word) => pieces(word, width))) {
    const last = lines[lines.length - 1] ?? '';
    const joined = last === '' ? word : `${last} ${word}`;
    if (joined.length <= width) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines;
}

/** A word cut where it has a slash or a dash, as URLs and the names of models have. */
function pieces(word: string, width: number): string[] {
  if (word.length <= width) return [word];
  const end = 1 + Math.max(word.lastIndexOf('/', width - 1), word.lastIndexOf('-', width - 1));
  const cut = end > width / 2 ? end : width;
  return [word.slice(0, cut), ...pieces(word.slice(cut), width)];
}
