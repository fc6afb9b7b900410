import { colours, type Colours } from './colours.js';
import { drawTree, type TreeSpan } from './span-tree.js';

/** What the printer reads of a span of an OpenTelemetry SDK, 2.x and 3.x. */
export interface PrintableSpan {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly code: number };
  readonly ended: boolean;
  /** Seconds and nanoseconds. */
  readonly startTime: readonly [number, number];
  readonly duration: readonly [number, number];
  readonly parentSpanContext?: { readonly spanId: string } | undefined;
  spanContext(): { readonly spanId: string };
}

/** SpanStatusCode.ERROR. */
const ERROR = 2;

/** The spans as trees, in the order of their start; one whose parent is not among them is a root. */
export function treesOf(spans: readonly PrintableSpan[]): TreeSpan[] {
  const inOrder = [...spans].sort((one, other) => compareTimes(one.startTime, other.startTime));
  const ids = new Set(spans.map((span) => span.spanContext().spanId));
  const treeOf = (span: PrintableSpan): TreeSpan => {
    const { spanId } = span.spanContext();
    return {
      name: span.name,
      failed: span.status.code === ERROR,
      duration: span.ended ? milliseconds(span.duration) : undefined,
      attributes: span.attributes,
      children: inOrder.filter((each) => each.parentSpanContext?.spanId === spanId).map(treeOf),
    };
  };
  return inOrder
    .filter(({ parentSpanContext }) => !parentSpanContext || !ids.has(parentSpanContext.spanId))
    .map(treeOf);
}

function milliseconds([seconds, nanoseconds]: readonly [number, number]): number {
  return seconds * 1e3 + nanoseconds / 1e6;
}

function compareTimes(
  [seconds, nanoseconds]: readonly [number, number],
  [otherSeconds, otherNanoseconds]: readonly [number, number],
): number {
  return seconds - otherSeconds || nanoseconds - otherNanoseconds;
}

/** How a printer writes. */
export interface PrinterStyle {
  readonly width: number;
  readonly colour: boolean;
}

/** The spans as one text. */
export function printedSpans(
  spans: readonly PrintableSpan[],
  { width, colour }: PrinterStyle,
): string {
  const style: { width: number; colours: Colours } = { width, colours: colours(colour) };
  return drawTree(treesOf(spans), style);
}
