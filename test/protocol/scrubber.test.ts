import { describe, expect, it } from 'vitest';
import { Scrubber } from '../../src/protocol/scrubber.js';
import { Random } from './frame-generator.js';

const key = 'AIzaSyA-1234567890abcdefghijklmnopqrstu';

describe('Scrubber', () => {
  const secrets = ['s3cr3t/value+x', 'shorty', 'v1'];

  it.each([
    [`API key ${key} not valid`, 'API key REDACTED not valid'],
    [`cut: ${key.slice(0, 12)}`, 'cut: REDACTED'],
    ['token s3cr3t/value+x refused', 'token REDACTED refused'],
    ['token S3CR3T/VALUE+X refused', 'token REDACTED refused'],
    ['token s3cr3t%2Fvalue%2Bx refused', 'token REDACTED refused'],
    ['cut inside: s3cr3t/val', 'cut inside: REDACTED'],
    ['Bearer ya29.a0Af-xyz_1', 'Bearer REDACTED'],
    ['auth_tokens/0123abcd expired', 'auth_tokens/REDACTED expired'],
    [
      'Invalid URL: wss://a.example/ws?key=hello&alt=json',
      'Invalid URL: wss://a.example/ws?key=REDACTED&alt=json',
    ],
    ['wss://user:pass@a.example', 'wss://REDACTED:REDACTED@a.example'],
    ['http://s3cr3tTOKEN@proxy.example', 'http://REDACTED@proxy.example'],
    ['token s3cr3t%252Fvalue%252Bx refused', 'token REDACTED refused'],
    ['token s3cr3t\\/value x refused', 'token REDACTED refused'],
    ['token s3cr3t\\u002fvalue+x refused', 'token REDACTED refused'],
    ['ł s3cr3t/value+x ł🎤', 'ł REDACTED ł🎤'],
    ['Shorty stays, as v1 does, as r3t/val', 'Shorty stays, as v1 does, as r3t/val'],
    [
      'Invalid value at \'setup.model\' (TYPE_STRING), "what I said, "quoted", and',
      'Invalid value at \'setup.model\' (TYPE_STRING), "REDACTED"',
    ],
    ['see ?a=b%26key%3Dhello%26c', 'see ?a=b%26key%3DREDACTED%26c'],
    ['see models/x;key=hello', 'see models/x;key=REDACTED'],
    ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc', 'jwt REDACTED'],
  ])('%s', (text, clean) => {
    expect(new Scrubber(secrets).scrub(text)).toBe(clean);
  });

  it.each([
    'models/gemini-live-2.5-flash is not found for API version v1beta, or is not supported',
    'API key not valid. Please pass a valid API key.',
    'Token has been used too many times',
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie',
    'Context window trigger tokens must be within [5000, 128000]',
    'Publisher model `projects/p/locations/global/publishers/google/models/x` was not found',
  ])('leaves an ordinary reason as it is: %s', (reason) => {
    expect(new Scrubber(secrets).scrub(reason)).toBe(reason);
  });
});

/** The same, slow and plainly: each character of the plain text that a shared run of 8 covers. */
function reference(text: string, spelt: readonly string[], secrets: readonly string[]): string {
  const low = text.toLowerCase();
  const covered = Array.from(low, (_, at) =>
    Array.from({ length: 8 }, (_, back) => at - back).some((start) => {
      const run = start < 0 ? '' : low.slice(start, start + 8);
      return run.length === 8 && secrets.some((secret) => secret.toLowerCase().includes(run));
    }),
  );
  return spelt
    .map((spelling, at) => {
      if (covered[at] !== true) return spelling;
      return covered[at - 1] === true ? '' : 'REDACTED';
    })
    .join('');
}

it('takes out what the slow way takes out, in any spelling', () => {
  const random = new Random(20261125);
  const letters = 'abcdefgh0123XYZ/=-_.';
  const word = (length: number): string =>
    Array.from({ length }, () => random.pick([...letters])).join('');
  const percent = (c: string): string =>
    [...Buffer.from(c)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const spellings: ((c: string) => string)[] = [
    (c) => c,
    (c) => c,
    (c) => c.toUpperCase(),
    percent,
    (c) => percent(c).toUpperCase(),
    (c) => percent(c).replaceAll('%', '%25'),
    (c) => (c === '/' ? '\\/' : c),
  ];
  let changed = 0;
  for (let i = 0; i < 4_000; i++) {
    const secrets = Array.from({ length: random.below(4) }, () => word(random.below(40)));
    let text = '';
    for (let n = random.below(6); n > 0; n--) {
      const secret = secrets.length > 0 && random.chance(0.7) ? random.pick(secrets) : word(20);
      const from = random.below(secret.length + 1);
      text += secret.slice(from, from + random.below(20)) + word(random.below(3));
    }
    const spell = random.chance(0.5) ? random.pick(spellings) : undefined;
    const spelt = Array.from(text, (c) => (spell ?? random.pick(spellings))(c));
    const given = secrets.map((s) => (random.chance(0.3) ? encodeURIComponent(s) : s));
    const expected = reference(text, spelt, secrets);
    if (expected !== spelt.join('')) changed++;
    expect(new Scrubber(given).scrub(spelt.join(''))).toBe(expected);
  }
  expect(changed).toBeGreaterThan(1_000);
});

it('remembers the newest handles, and spares the name of the model', () => {
  const scrubber = new Scrubber(['gemini-live-client', 'central1-secret']);
  const handle = (i: number): string => String(10 + i).repeat(8);
  for (let i = 0; i < 40; i++) scrubber.issued(handle(i));
  expect(scrubber.scrub(handle(23))).toBe(handle(23));
  expect(scrubber.scrub(`${handle(39)} and ${handle(24)}`)).toBe('REDACTED and REDACTED');
  expect(scrubber.scrub('models/gemini-live-2.5-flash')).toBe('models/REDACTED2.5-flash');
  scrubber.spare('gemini-live-2.5-flash');
  scrubber.spare('us-central1');
  const reason = 'models/gemini-live-2.5-flash in us-central1';
  expect(scrubber.scrub(reason)).toBe(reason);
  expect(scrubber.scrub('by gemini-live-client')).toBe('by REDACTED');
});

it.each([
  ['many shapes begun', '%3fkey%3d'.repeat(20_000)],
  ['an echo begun', "Invalid value at 'a' (".repeat(20_000)],
  ['one letter', 'a'.repeat(200_000)],
  ['percent signs', '%25'.repeat(70_000)],
  ['tokens', 'token '.repeat(30_000)],
  ['keys', '?key'.repeat(50_000)],
  ['hosts', '://a:'.repeat(40_000)],
])('takes %s in linear time', { timeout: 5_000 }, (_, text) => {
  const scrubber = new Scrubber(['a'.repeat(65_536), text]);
  scrubber.spare('gemini-live-2.5-flash');
  expect(scrubber.scrub(`${text}'&`)).not.toBe('');
});
