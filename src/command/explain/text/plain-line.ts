/** Terminal sequences: CSI, OSC, and the two-character ones. Source: ECMA-48. */
const TERMINAL =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]{0,1000}(?:\u0007|\u001b\\)|[@-Z\\-_])/g;
/** The same with the escape written out, as JSON and other logs have it. */
const WRITTEN_TERMINAL = /\\(?:u001b|x1b|033|e)\[[0-9;]{0,20}[A-Za-z]/gi;

/** What a browser's or a mail's HTML makes of a quote. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#34;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&#x27;': "'",
  '&#96;': '`',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};
const ENTITY = new RegExp(Object.keys(ENTITIES).join('|'), 'gi');

/** An attribute as OTLP's JSON and Jaeger's write it: its name here, its value there. */
const KEY_AND_VALUE =
  /(\\*")key\\*"\s*:\s*\\*"([\w.]{1,80})\\*"\s*,\s*(?:\\*"type\\*"\s*:\s*\\*"\w+\\*"\s*,\s*)?\\*"value\\*"\s*:\s*(?:\{\s*\\*"\w+Value\\*"\s*:\s*)?/g;

/**
 * A line as it was meant: without colours, box drawings around it, percent-encoding and HTML's
 * entities, and with the attributes of spans as `"name":value`.
 */
export function plainLine(line: string): string {
  let text = line.replace(/^\uFEFF/, '');
  if (text.includes('\u001b')) text = text.replace(TERMINAL, '');
  if (text.includes('\\')) text = text.replace(WRITTEN_TERMINAL, '');
  text = text
    .replace(/[\u00a0\u202f]/g, ' ')
    // Rich and others draw a frame around a traceback.
    .replace(/^\s*[│┃║╎](?=\s|$) ?/, '')
    .replace(/\s*[│┃║╎]\s*$/, '')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
  if (text.includes('&')) text = text.replace(ENTITY, (entity) => ENTITIES[entity.toLowerCase()]!);
  if (text.includes('%')) text = text.replace(/(?:%[0-9a-f]{2})+/gi, decoded);
  if (text.includes('"value')) {
    text = text.replace(KEY_AND_VALUE, (_, quote: string, name: string) => {
      return `${quote}${name}${quote}:`;
    });
  }
  return text;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text).replace(/[\u0000-\u001f]/g, ' ');
  } catch {
    return text;
  }
}

/** A text without the backslashes that JSON, and JSON within JSON, put into it. */
export function unescaped(text: string): string {
  let clean = text;
  for (let depth = 0; depth < 3 && clean.includes('\\'); depth++) {
    clean = clean.replace(
      /\\(?:u\{?([0-9a-f]{4})\}?|x([0-9a-f]{2})|([\s\S]))/gi,
      (whole, unit?: string, byte?: string, one?: string) => {
        if (one === undefined) return String.fromCharCode(parseInt(unit ?? byte ?? '', 16));
        if (one === 'n' || one === 'r') return '\n';
        if (one === 't') return ' ';
        return /[\\"'`/]/.test(one) ? one : whole;
      },
    );
  }
  return clean;
}
