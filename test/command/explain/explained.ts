import { ClosesInText } from '../../../src/command/explain/closes/closes-in-text.js';
import {
  explain,
  type Explanation,
  type Overrides,
} from '../../../src/command/explain/explanation.js';
import { logLines } from '../../../src/command/explain/text/log-lines.js';
import { SecretsInText } from '../../../src/command/explain/text/secrets-in-text.js';

/** The day on which the texts are pasted. */
export const today = Date.UTC(2026, 10, 22);

/** What is told of a text, in this process. */
export async function explained(
  chunks: string | Iterable<string | Uint8Array>,
  overrides: Overrides = {},
  env: Readonly<Record<string, string>> = {},
): Promise<Explanation[]> {
  const secrets = new SecretsInText(env);
  const reader = new ClosesInText(secrets, today);
  for await (const line of logLines(typeof chunks === 'string' ? [chunks] : chunks)) {
    reader.feed(line);
  }
  return reader
    .end()
    .closes.map((close) =>
      explain(close, overrides, today, (each, spared) => secrets.scrub(each, spared)),
    );
}
