// A span processor that draws the spans of a process as a tree when the process ends.
'use strict';

const { bold, columns, dim, green, red, wrap, yellow } = require('./terminal.cjs');

// A span has more attributes than fit at a glance: these tell the story.
const shown = [
  'websocket.close.code',
  'http.response.status_code',
  'gemini.close.cause',
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
];
const hints = new Set(['gemini.mismatch_hint', 'gemini.close.hint']);
const keyWidth = Math.max(...shown.map((key) => key.length)) + 2;

class SpanTree {
  #spans = [];

  /** `print` is called once, when the process ends; whatever ends it. */
  constructor(print = console.log, width = columns) {
    // In the order of their times: a span may be made with the time at which it began.
    const inOrder = () => this.#spans.toSorted((a, b) => compareTimes(a.startTime, b.startTime));
    process.once('exit', () => print(drawTree(inOrder(), width)));
  }

  onStart(span) {
    this.#spans.push(span);
  }

  onEnd() {}

  async forceFlush() {}

  async shutdown() {}
}

function drawTree(spans, width) {
  const ids = new Set(spans.map(idOf));
  const roots = spans.filter((span) => !ids.has(parentOf(span)));
  return roots.flatMap((root) => drawSpan(root, { spans, width, first: '', next: '' })).join('\n');
}

/** `first` stands before the span's own line, `next` before every line below it. */
function drawSpan(span, { spans, width, first, next }) {
  const children = spans.filter((each) => parentOf(each) === idOf(span));
  const failed = span.status.code === 2;
  const mark = failed ? red('✗') : green('✓');
  const name = failed ? red(bold(span.name)) : bold(span.name);
  const lines = [`${first}${mark} ${name}  ${dim(span.ended ? lasted(span) : 'not ended')}`];
  const margin = children.length > 0 ? `${next}│   ` : `${next}    `;
  for (const key of shown) {
    const value = span.attributes[key];
    if (value === undefined || value === 0 || isSaid(span, key)) continue;
    const [head, ...tail] = wrap(written(value), width - margin.length - keyWidth);
    const colour = hints.has(key) ? yellow : (text) => text;
    lines.push(`${margin}${dim(key.padEnd(keyWidth))}${colour(head)}`);
    for (const line of tail) lines.push(`${margin}${' '.repeat(keyWidth)}${colour(line)}`);
  }
  for (const [index, child] of children.entries()) {
    const [fork, line] = index === children.length - 1 ? ['└─ ', '   '] : ['├─ ', '│  '];
    const [first, below] = [`${next}${fork}`, `${next}${line}`];
    lines.push(...drawSpan(child, { spans, width, first, next: below }));
  }
  return lines;
}

/** Whether another line of the span says the same. */
function isSaid(span, key) {
  return key === 'error.type' && span.attributes['gemini.close.cause'] === span.attributes[key];
}

/** At most three digits after the point. */
function written(value) {
  return String(typeof value === 'number' ? Math.round(value * 1e3) / 1e3 : value);
}

function idOf(span) {
  return span.spanContext().spanId;
}

function parentOf(span) {
  return span.parentSpanContext?.spanId;
}

function compareTimes([seconds, nanoseconds], [otherSeconds, otherNanoseconds]) {
  return seconds - otherSeconds || nanoseconds - otherNanoseconds;
}

function lasted({ duration: [seconds, nanoseconds] }) {
  const milliseconds = seconds * 1e3 + nanoseconds / 1e6;
  return milliseconds < 1e3
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1e3).toFixed(2)} s`;
}

module.exports = { SpanTree };
