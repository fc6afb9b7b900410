/** One replacement in a text: what it finds is taken out wherever it stands. */
type Shape = readonly [shape: RegExp, replacement: string];

/**
 * Shapes of credentials, wherever they stand, also where a text was cut inside them. Each is linear
 * in the text's length.
 * Sources: Google's API keys (`AIza`, `AQ.`), OAuth access tokens (`ya29.`), ephemeral tokens
 * (`auth_tokens/`), JSON Web Tokens (RFC 7519), and the parameters that clients put them in
 * (js-genai src/live.ts).
 */
export const CREDENTIAL_SHAPES: readonly Shape[] = [
  [/AIza[\w-]{6,}/gi, 'REDACTED'],
  [/\bAQ\.[\w-]{6,}/g, 'REDACTED'],
  [/\bya29\.[\w.-]+/gi, 'REDACTED'],
  [/\bauth_tokens(\/|%2f|%252f|\\\/)[\w.%-]+/gi, 'auth_tokens$1REDACTED'],
  [/\beyJ[\w-]{8,}(?:\.[\w-]+){0,2}/g, 'REDACTED'],
  [/\b(bearer|token)(\s+|%20)(?=[\w.~+/=-]*[\d._/-])[\w.~+/=-]{12,}/gi, '$1$2REDACTED'],
  [
    /((?:^|[?&;\s"'])(?:[\w-]*(?:key|token|secret|password|authorization))=)[^\s&;"'#]+/gi,
    '$1REDACTED',
  ],
  [
    /((?:%(?:25){0,2}(?:3f|26|3b))(?:[\w-]{0,40}(?:key|token))%(?:25){0,2}3d)(?:(?!%(?:25){0,2}26)[^\s&"'#])+/gi,
    '$1REDACTED',
  ],
  [/(:\/\/)[^/\s@:]*:[^/\s@]*@/g, '$1REDACTED:REDACTED@'],
  [/(:\/\/)(?!REDACTED:)[^/\s@:]+@/g, '$1REDACTED@'],
];

/**
 * Google repeats a value that it cannot read, which may be what somebody said. To the text's end: the
 * value may hold quotes.
 */
export const ECHOED_VALUE: Shape = [
  /(Invalid value at '[^']{0,200}' \([^)]{0,200}\), )"[\s\S]*$/i,
  '$1"REDACTED"',
];

/** A text without what has the shape of a credential. */
export function withoutCredentialShapes(text: string): string {
  let clean = text;
  for (const [shape, replacement] of CREDENTIAL_SHAPES) clean = clean.replace(shape, replacement);
  return clean;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
/** Letters and digits without a break, as names have them only in short. */
const UNBROKEN = /[a-z0-9]{16,}/gi;
/** A part of a name that people give: `flash`, `12`, `central1`, `v1beta1`. */
const WORD = /^(?:[a-z]+\d{0,3}|\d+[a-z]?|v\d+[a-z]*\d*)$/i;

/** Whether a word that stands alone (a segment of a path, the name of a parameter) is a credential. */
export function looksLikeCredential(word: string): boolean {
  if (withoutCredentialShapes(word) !== word || UUID.test(word)) return true;
  if (word.match(UNBROKEN)?.some(isMixed) === true) return true;
  return word.length >= 16 && isMixed(word) && !word.split(/[^a-z0-9]+/i).every(isWordOrEmpty);
}

function isMixed(text: string): boolean {
  return /\d/.test(text) && /[a-z]/i.test(text);
}

function isWordOrEmpty(part: string): boolean {
  return part === '' || WORD.test(part);
}

/** Names of Google's models begin so; the list serves to tell them from secrets. */
const MODEL_FAMILY = /^(?:gemini|gemma|learnlm|lyria|imagen|veo)-[a-z0-9.-]{1,80}$/i;

/** Whether a word is the name of a model of Google's, known or not. */
export function looksLikeModel(word: string): boolean {
  return MODEL_FAMILY.test(word) && !looksLikeCredential(word);
}
