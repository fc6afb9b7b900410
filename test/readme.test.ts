import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { attribute, eventName, spanName } from '../src/telemetry/attributes.js';
import { metricTable } from '../src/telemetry/metrics/metric-table.js';
import type { CloseFacts } from '../src/diagnosis/close-facts.js';
import { diagnoseClose } from '../src/diagnosis/diagnose-close.js';
import { CLOSE_CAUSES } from '../src/words.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** What stands behind each row of the README's table of causes, beside its code and reason. */
const facts: Readonly<Record<string, CloseFacts>> = {
  model_mismatch: { api: 'vertex', model: 'gemini-2.5-flash-native-audio-preview-12-2025' },
  model_retired: { api: 'gemini', model: 'gemini-2.0-flash-live-001' },
  model_not_live: { api: 'gemini', model: 'gemini-2.5-flash' },
  model_not_found: { api: 'gemini', model: 'gemini-3.8-liv' },
  permission: { api: 'vertex' },
  location: { api: 'vertex', model: 'gemini-live-2.5-flash-native-audio', location: 'global' },
  endpoint: {
    api: 'vertex',
    host: 'generativelanguage.googleapis.com',
    phase: 'handshake',
    httpStatus: 404,
  },
  network: { errorCode: 'ENOTFOUND', phase: 'handshake' },
};

const rows = [...readme.matchAll(/^\| `(\w+)`\s*\| (\d{4}) (.*?)\s*\| (.*?)\s*\|$/gm)].map(
  ([, cause = '', code, reason = '', hint]) => ({ cause, code: Number(code), reason, hint }),
);

describe('the table of causes', () => {
  it('has every cause', () => {
    expect(rows.map(({ cause }) => cause).sort()).toEqual([...CLOSE_CAUSES].sort());
  });

  it.each(rows.map((row) => [row.cause, row] as const))('%s is as it says', (cause, row) => {
    const reason = /^(`+) ?(.*?)…? ?\1$/.exec(row.reason)?.[2] ?? '';
    const at = '2026-11-22';
    const found = diagnoseClose({ api: 'gemini', code: row.code, reason, at, ...facts[cause] });
    expect([found.cause, found.hint ?? 'no hint']).toEqual([cause, row.hint]);
  });
});

it('names every attribute and metric that it describes as the code does', () => {
  const known = [attribute, eventName, spanName].flatMap((names): string[] => Object.values(names));
  const named = [...readme.matchAll(/`((?:gemini|websocket|gen_ai)\.[a-z_.]+[a-z])`/g)];
  for (const [, name = ''] of named) {
    expect([...known, ...Object.keys(metricTable)], name).toContain(name);
  }
  expect(named.length).toBeGreaterThan(30);
});

it('is short, but for what is folded', () => {
  const unfolded = readme.replace(/<details>.*?<\/details>/gs, '');
  expect(unfolded.split(/\s+/).length).toBeLessThanOrEqual(1_300);
});
