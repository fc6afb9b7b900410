import { describe, expect, it } from 'vitest';
import { ClosesInText } from '../../../src/command/explain/closes-in-text.js';
import { explain, type Explanation } from '../../../src/command/explain/explanation.js';
import { logLines } from '../../../src/command/explain/log-lines.js';
import { SecretsInText } from '../../../src/command/explain/secrets-in-text.js';
import { decoys, pastedTexts } from './pasted-texts.js';

const today = Date.UTC(2026, 10, 22);

async function explained(text: string): Promise<Explanation[]> {
  const secrets = new SecretsInText({});
  const reader = new ClosesInText(secrets, today);
  for await (const line of logLines([text])) reader.feed(line);
  return reader
    .end()
    .closes.map((close) =>
      explain(close, {}, today, (each, spared) => secrets.scrub(each, spared)),
    );
}

describe('a pasted text', () => {
  it('is one of many', () => {
    expect(pastedTexts.length).toBeGreaterThanOrEqual(80);
    expect(new Set(pastedTexts.map(([name]) => name)).size).toBe(pastedTexts.length);
  });

  it.each(pastedTexts)('%s', async (_, text, ...expected) => {
    const found = await explained(text);
    const seen = found.map((each, index) =>
      Object.fromEntries(
        Object.keys(expected[index] ?? {}).map((key) => [key, each[key as keyof Explanation]]),
      ),
    );
    expect(seen).toEqual(expected);
  });

  it.each(decoys)('tells nothing: %s', async (_, text) => {
    expect(await explained(text)).toEqual([]);
  });
});
