import { describe, expect, it } from 'vitest';
import { CLOSE_REASONS } from '../../../src/facts/reasons.js';
import type { Explanation } from '../../../src/command/explain/explanation.js';
import { explained } from './explained.js';
import { cut, decoys, pastedTexts } from './pasted-texts.js';

describe('a pasted text', () => {
  it('is one of many', () => {
    expect(pastedTexts.length).toBeGreaterThanOrEqual(80);
    expect(new Set(pastedTexts.map(([name]) => name)).size).toBe(pastedTexts.length);
  });

  const cases = pastedTexts.map(([name, text, ...closes]) => ({ name, text, closes }));
  it.each(cases)('$name', async ({ text, closes }) => {
    const found = await explained(text);
    const seen = found.map((each, index) =>
      Object.fromEntries(
        Object.keys(closes[index] ?? {}).map((key) => [key, each[key as keyof Explanation]]),
      ),
    );
    expect(seen).toEqual(closes);
  });

  it.each(cases)('$name, in a log, in chunks, with Windows line ends', async ({ text, closes }) => {
    if (
      closes.some(({ cause }) => cause === undefined || cause === 'unknown') ||
      text.split('\n').length === 1
    )
      return;
    const noise = Array.from({ length: 30 }, (_, n) => `INFO worker ${n} is alive\r\n`).join('');
    const log = `${noise}${text.replaceAll('\n', '\r\n')}\r\n${noise}`;
    const chunks = log.match(/[\s\S]{1,7}/g) ?? [];
    const found = await explained(chunks);
    expect(found.map(({ cause }) => cause)).toEqual(closes.map(({ cause }) => cause));
  });

  const oneLine = cases.filter(
    ({ text, closes: [close, second] }) =>
      !text.includes('\n') && close?.cause !== undefined && close.cause !== 'unknown' && !second,
  );
  it.each([72, 80, 100, 120, 132])(
    'is understood where a terminal broke it at %i',
    async (width) => {
      expect(oneLine.length).toBeGreaterThan(50);
      const wrong: string[] = [];
      for (const { name, text, closes } of oneLine) {
        const broken = text.match(new RegExp(`.{1,${width}}`, 'gsu'))?.join('\n') ?? '';
        const found = await explained(broken);
        if (found.length !== 1 || found[0]?.cause !== closes[0]?.cause) wrong.push(name);
      }
      // A URL that is broken inside of its path says less than it did.
      expect(
        wrong.filter((name) => name !== 'the path of the other API on a host of Google'),
      ).toEqual([]);
    },
  );

  it.each(decoys)('tells nothing: %s', async (_, text) => {
    expect(await explained(text)).toEqual([]);
  });
});

describe('every sentence of the table', () => {
  const sentences = CLOSE_REASONS.flatMap(({ example, code, cause }) =>
    example.map((reason) => ({ code, cause, reason: cut(reason) })),
  );
  const forms: Readonly<Record<string, (code: number, reason: string) => string>> = {
    websockets: (code, reason) =>
      `received ${code} (whatever) ${reason}; then sent ${code} (whatever) ${reason}`,
    APIError: (code, reason) => `google.genai.errors.APIError: ${code} None. ${reason}`,
    gorilla: (code, reason) => `read: websocket: close ${code} (policy violation): ${reason}`,
    JSON: (code, reason) => JSON.stringify({ event: 'close', code, reason }),
    CloseEvent: (code, reason) =>
      `CloseEvent {code: ${code}, reason: ${JSON.stringify(reason)}, wasClean: true}`,
    log: (code, reason) => `2026-11-20 10:08:11 ERROR [live] WebSocket closed: ${code} ${reason}`,
    'reason first': (code, reason) => `Live session closed: ${reason} (code ${code})`,
  };
  it.each(Object.keys(forms))('is found in the form of %s', async (form) => {
    for (const { code, reason } of sentences) {
      const found = await explained(`hello\n${forms[form]?.(code, reason)}\nbye`);
      expect(
        found.map((each) => each.code),
        reason,
      ).toEqual([code]);
      // A comma or a quote before the code may be the sentence's or the form's.
      const told = form === 'reason first' ? reason.trim().replace(/\.*[,'"]$/, '') : reason.trim();
      expect(found[0]?.reason, reason).toBe(told);
    }
  });

  it('is found alone, with the code that it was seen with', async () => {
    for (const { code, reason } of sentences) {
      if (reason.length < 30) continue;
      const found = await explained(`error: ${reason}`);
      expect(
        found.map((each) => each.code),
        reason,
      ).toEqual([code]);
    }
  });
});
