import type { Span, Tracer, TracerProvider } from '@opentelemetry/api';
import { colours, wantsColour } from '../terminal/colours.js';
import { treesOf, type PrintableSpan } from '../terminal/span-printer.js';
import { drawTree } from '../terminal/span-tree.js';

/** What decides whether sessions are printed, and how. */
export interface PrintSettings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  readonly write: (text: string) => void;
}

/**
 * Whether each session's span tree is to be printed: as GEMINI_LIVE_PRINT says, else where a developer
 * looks on and nothing else is told where to go.
 */
export function wantsPrint({ env, isTTY }: PrintSettings): boolean {
  const asked = env['GEMINI_LIVE_PRINT']?.trim().toLowerCase();
  if (asked) return asked !== '0' && asked !== 'false';
  const goesElsewhere = Object.entries(env).some(
    ([name, value]) => /^OTEL_\w*(?:EXPORTER|ENDPOINT)/.test(name) && value,
  );
  return isTTY && !goesElsewhere;
}

const WIDTH = 80;
/** Sessions that are open at once and printed; more are not. */
const MOST_OPEN = 1_000;

/** A provider like another one, which prints the spans of each session when that ends. */
export function printingProvider(
  provider: TracerProvider,
  settings: PrintSettings,
): TracerProvider & { forceFlush(): Promise<void> } {
  const { env, isTTY, columns = WIDTH, write } = settings;
  const style = { width: Math.max(WIDTH, columns), colours: colours(wantsColour({ isTTY, env })) };
  const open = new Map<string, PrintableSpan[]>();
  const started = (span: Span): void => {
    if (!isPrintable(span)) return;
    const session = open.get(span.parentSpanContext?.spanId ?? '');
    if (session !== undefined) {
      session.push(span);
      return;
    }
    if (!span.name.startsWith('gemini.live.session') || open.size >= MOST_OPEN) return;
    const id = span.spanContext().spanId;
    const spans: PrintableSpan[] = [span];
    open.set(id, spans);
    whenEnded(span, () => {
      open.delete(id);
      write(`${drawTree(treesOf(spans), style)}\n`);
    });
  };
  return {
    getTracer(...scope) {
      const tracer = provider.getTracer(...scope);
      const startSpan: Tracer['startSpan'] = (...args) => {
        const span = tracer.startSpan(...args);
        started(span);
        return span;
      };
      return {
        startSpan,
        startActiveSpan: tracer.startActiveSpan.bind(tracer) as Tracer['startActiveSpan'],
      };
    },
    forceFlush: () =>
      (provider as { forceFlush?(): Promise<void> }).forceFlush?.() ?? Promise.resolve(),
  };
}

/** A span of an SDK that is recorded, and not one that only has a context. */
function isPrintable(span: Span): span is Span & PrintableSpan {
  return span.isRecording() && 'attributes' in span && 'startTime' in span;
}

function whenEnded(span: Span, then: () => void): void {
  const { end } = span;
  span.end = function (this: Span, ...args) {
    const result = end.apply(span, args);
    then();
    return result;
  };
}
