/**
 * How spans are drawn in a terminal: what the demo and the examples print, from the same source as
 * `gemini-live connect`. Beside the package's entries, for those alone.
 */
export { colours, wantsColour } from './terminal/colours.js';
export { printedSpans } from './terminal/span-printer.js';
export { wrap } from './terminal/wrap.js';
