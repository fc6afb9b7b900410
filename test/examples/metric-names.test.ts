import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { metrics } from '../instrumentation/contract.js';

const example = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../examples/${path}`, import.meta.url)), 'utf8');

const units: Readonly<Record<string, string>> = { s: '_seconds', By: '_bytes' };

/** What Prometheus calls a metric: by the JS exporter, and by the Collector, which adds the unit. */
const known = new Set(
  Object.entries(metrics)
    .filter(([, { names }]) => names !== '1.41')
    .flatMap(([name, { kind, unit }]) => {
      const plain = name.replaceAll('.', '_');
      const suffixes = {
        COUNTER: ['_total'],
        HISTOGRAM: ['_bucket', '_count', '_sum'],
        UP_DOWN_COUNTER: [''],
      }[kind];
      return suffixes.flatMap((suffix) => [
        `${plain}${suffix}`,
        `${plain}${units[unit] ?? ''}${suffix}`,
      ]);
    }),
);

const selector =
  /(?:__name__=~\\?"|(?<![\w:"]))((?:gemini_live|gen_ai)_[a-z0-9_]+(?:\(_\w+\)\?\w*)?)\\?["{[]/g;

it.each(['grafana/dashboard.json', 'prometheus/alerts.yaml'])(
  '%s asks for metrics that are emitted by default',
  (path) => {
    const asked = [...example(path).matchAll(selector)].map(([, name = '']) => name);
    expect(asked.length).toBeGreaterThan(5);
    const unknown = asked.filter((name) => {
      const [, before = '', unit = '', after = ''] = /^(\w+?)\((_\w+)\)\?(\w*)$/.exec(name) ?? [];
      const spellings = before === '' ? [name] : [`${before}${after}`, `${before}${unit}${after}`];
      return !spellings.every((spelling) => known.has(spelling));
    });
    expect(unknown).toEqual([]);
  },
);
