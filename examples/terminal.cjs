// How the demo and the examples write to the terminal.
'use strict';

const columns = 100;

// FORCE_COLOR is for a program whose output goes through another's to a terminal.
const coloured = process.env.FORCE_COLOR
  ? process.env.FORCE_COLOR !== '0'
  : process.stdout.isTTY === true && !process.env.NO_COLOR;

const paint = (code) => (text) => (coloured ? `\x1b[${code}m${text}\x1b[0m` : text);
const bold = paint('1');
const dim = paint('2');
const red = paint('31');
const green = paint('32');
const yellow = paint('33');

/** The lines of a text that is wrapped between words, and inside words that are too long. */
function wrap(text, width) {
  const lines = [''];
  for (const word of text.split(/\s+/).flatMap((word) => pieces(word, width))) {
    const joined = lines.at(-1) === '' ? word : `${lines.at(-1)} ${word}`;
    if (joined.length <= width) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines;
}

/** A word cut where it has a slash or a dash, as URLs and the names of models have. */
function pieces(word, width) {
  if (word.length <= width) return [word];
  const end = 1 + Math.max(word.lastIndexOf('/', width - 1), word.lastIndexOf('-', width - 1));
  const cut = end > width / 2 ? end : width;
  return [word.slice(0, cut), ...pieces(word.slice(cut), width)];
}

module.exports = { bold, coloured, columns, dim, green, red, wrap, yellow };
