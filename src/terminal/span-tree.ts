import type { Colours } from './colours.js';
import { wrap } from './wrap.js';

/** What a tree shows of a span. */
export interface TreeSpan {
  readonly name: string;
  readonly failed: boolean;
  /** Milliseconds; `undefined` where it has not ended. */
  readonly duration: number | undefined;
  /** By name; the tree shows those of {@link SHOWN}. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** In the order of their start. */
  readonly children: readonly TreeSpan[];
}

/** A span has more attributes than fit at a glance: these tell the story, in this order. */
const SHOWN = [
  'websocket.close.code',
  'websocket.close.reason',
  'http.response.status_code',
  'gemini.close.cause',
  'gemini.close.field',
  'gemini.mismatch_hint',
  'gemini.mismatch.kind',
  'gemini.mismatch.suggested_model',
  'gemini.close.hint',
  'error.type',
  'gemini.live.audio.sent',
  'gemini.live.audio.received',
  'gemini.live.time_to_first_audio',
  'gemini.live.input_end.source',
  'gemini.live.audio.generated',
  'gemini.live.audio.heard',
  'gemini.live.stalls',
  'gemini.live.stall.ended_by',
  'gen_ai.usage.input_tokens',
  'gen_ai.usage.output_tokens',
  'gen_ai.response.finish_reasons',
  'gen_ai.tool.call.id',
  'db.system.name',
  'db.query.text',
] as const;

const HINTS: readonly string[] = ['gemini.mismatch_hint', 'gemini.close.hint'];
const KEY_WIDTH = Math.max(...SHOWN.map((key) => key.length)) + 2;

/** How a tree is drawn. */
export interface TreeStyle {
  readonly width: number;
  readonly colours: Colours;
}

/** The spans as a tree, a line a span and a line an attribute, without a newline at its end. */
export function drawTree(roots: readonly TreeSpan[], style: TreeStyle): string {
  return roots.flatMap((root) => drawSpan(root, style, '', '')).join('\n');
}

/**
 * @param first - What stands before the span's own line.
 * @param next - What stands before every line below it.
 */
function drawSpan(span: TreeSpan, style: TreeStyle, first: string, next: string): string[] {
  const { bold, dim, green, red } = style.colours;
  const { children, failed } = span;
  const mark = failed ? red('✗') : green('✓');
  const name = failed ? red(bold(span.name)) : bold(span.name);
  const lines = [`${first}${mark} ${name}  ${dim(lasted(span.duration))}`];
  const margin = children.length > 0 ? `${next}│   ` : `${next}    `;
  for (const key of SHOWN) lines.push(...drawAttribute(span, key, style, margin));
  for (const [index, child] of children.entries()) {
    const [fork, line] = index === children.length - 1 ? ['└─ ', '   '] : ['├─ ', '│  '];
    lines.push(...drawSpan(child, style, `${next}${fork}`, `${next}${line}`));
  }
  return lines;
}

function drawAttribute(span: TreeSpan, key: string, style: TreeStyle, margin: string): string[] {
  const value = span.attributes[key];
  if (value === undefined || value === '' || value === 0 || isSaid(span, key)) return [];
  const { dim, yellow } = style.colours;
  const width = Math.max(20, style.width - margin.length - KEY_WIDTH);
  const [head, ...tail] = wrap(written(value), width);
  const colour = HINTS.includes(key) ? yellow : (text: string) => text;
  return [
    `${margin}${dim(key.padEnd(KEY_WIDTH))}${colour(head)}`,
    ...tail.map((line) => `${margin}${' '.repeat(KEY_WIDTH)}${colour(line)}`),
  ];
}

/** Whether another line of the span says the same. */
function isSaid({ attributes }: TreeSpan, key: string): boolean {
  return key === 'error.type' && attributes['gemini.close.cause'] === attributes[key];
}

/** At most three digits after the point. */
function written(value: unknown): string {
  return String(typeof value === 'number' ? Math.round(value * 1e3) / 1e3 : value);
}

function lasted(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return 'not ended';
  return milliseconds < 1e3
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1e3).toFixed(2)} s`;
}
