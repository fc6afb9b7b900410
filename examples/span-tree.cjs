// A span processor that draws the spans of a process as a tree when the process ends.
'use strict';

const { printedSpans } = require('../dist/cjs/print.js');
const { coloured, columns } = require('./terminal.cjs');

class SpanTree {
  #spans = [];

  /** `print` is called once, when the process ends; whatever ends it. */
  constructor(print = console.log, width = columns) {
    process.once('exit', () => print(printedSpans(this.#spans, { width, colour: coloured })));
  }

  onStart(span) {
    this.#spans.push(span);
  }

  onEnd() {}

  async forceFlush() {}

  async shutdown() {}
}

module.exports = { SpanTree };
