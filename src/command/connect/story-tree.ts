import { now } from '../../platform/index.js';
import type { SetupFacts } from '../../protocol/client/setup.js';
import type {
  Generation,
  Moment,
  SessionEnd,
  SessionStory,
  ToolCall,
  ToolOutcome,
} from '../../session/story.js';
import type { TreeSpan } from '../../terminal/span-tree.js';
import { spanName } from '../../telemetry/attributes.js';
import {
  endAttributes,
  generationAttributes,
  toolAttributes,
} from '../../telemetry/spans/span-attributes.js';

/** A span of the tree while its session is told. */
interface GrowingSpan extends TreeSpan {
  name: string;
  failed: boolean;
  duration: number | undefined;
  attributes: Readonly<Record<string, unknown>>;
  children: GrowingSpan[];
  readonly start: Moment;
}

/** Draws the session's spans from its story as they would be traced, without a tracer. */
export class StoryTree implements SessionStory<GrowingSpan> {
  readonly #session: GrowingSpan;
  readonly #connect: GrowingSpan;
  readonly #onSetUp: (milliseconds: number) => void;
  readonly #onEnd: (end: SessionEnd) => void;
  #model = '';
  #isSetUp = false;

  /**
   * @param onSetUp - Told of setupComplete, with the time since the socket was made.
   * @param onEnd - Told when the session is over.
   */
  constructor(onSetUp: (milliseconds: number) => void, onEnd: (end: SessionEnd) => void) {
    const start = now();
    this.#session = span(spanName.session, start);
    this.#connect = span(spanName.connect, start);
    this.#session.children.push(this.#connect);
    this.#onSetUp = onSetUp;
    this.#onEnd = onEnd;
  }

  get tree(): TreeSpan {
    return this.#session;
  }

  setUp(_setup: SetupFacts, model: string | undefined): void {
    if (model === undefined) return;
    this.#model = ` ${model}`;
    this.#session.name = `${spanName.session}${this.#model}`;
    this.#connect.name = `${spanName.connect}${this.#model}`;
  }

  setupComplete(): void {
    this.#isSetUp = true;
    const at = now();
    end(this.#connect, at);
    this.#onSetUp(at - this.#session.start);
  }

  toolCalled(call: ToolCall, at: Moment): GrowingSpan {
    const tool = span(`${spanName.tool} ${call.name ?? ''}`.trimEnd(), at);
    tool.attributes = toolAttributes(call);
    this.#session.children.push(tool);
    return tool;
  }

  toolEnded(tool: GrowingSpan, outcome: ToolOutcome, at: Moment): void {
    tool.failed = typeof outcome === 'object' && outcome.errorType !== undefined;
    end(tool, at);
  }

  generated(generation: Generation): void {
    const told = span(`${spanName.generation}${this.#model}`, generation.start);
    told.failed = generation.errorType !== undefined;
    told.attributes = generationAttributes(generation);
    end(told, generation.end);
    this.#session.children.push(told);
  }

  ended(ending: SessionEnd): undefined {
    const at = now();
    const isAbnormal = ending.diagnosis?.cause !== undefined;
    this.#session.failed = isAbnormal;
    this.#session.attributes = endAttributes(ending);
    if (!this.#isSetUp) {
      this.#connect.failed = true;
      this.#connect.attributes = { 'error.type': ending.connectError };
      end(this.#connect, at);
    }
    end(this.#session, at);
    this.#session.children.sort((one, other) => one.start - other.start);
    this.#onEnd(ending);
  }

  run<A extends readonly unknown[], R>(
    _tool: GrowingSpan | undefined,
    fn: (...args: A) => R,
    self: unknown,
    args: A,
  ): R {
    return Reflect.apply(fn, self, args) as R;
  }

  // What a tree does not show.
  authenticated(): void {}
  resumed(): void {}
  mark(): void {}
  goingAway(): void {}
  resumable(): void {}
  interrupted(): void {}
  tokens(): void {}
  traffic(): void {}
  instructed(): void {}
  resumedAfter(): void {}
  stalled(): void {}
  stallEnded(): void {}
  userSpoke(): void {}
}

function span(name: string, start: Moment): GrowingSpan {
  return { name, start, failed: false, duration: undefined, attributes: {}, children: [] };
}

function end(told: GrowingSpan, at: Moment): void {
  told.duration = at - told.start;
}
