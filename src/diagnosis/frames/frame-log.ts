import type { SeenFrames, SentMessage, SetupShape } from '../../words.js';
import { SetupReading } from './setup-shape.js';

/** Messages of one kind, told together. */
interface Run {
  readonly sent: boolean;
  readonly kind: string;
  count: number;
}

/** With these a session's log is under 1 KB: about 970 bytes, as measured on Node 20. */
const MOST_RUNS = 9;
const LONGEST_TEXT = 512;
/** Kinds that stream: those of both directions come in turn, and are told as two. */
const STREAMS = new Set([
  'realtimeInput.audio',
  'realtimeInput.video',
  'realtimeInput.mediaChunks',
  'serverContent',
]);

const HELD = { nothing: 'empty', text: 'text_only', audio: undefined } as const;

/** Messages differ in a kind and six marks: each that was ever kept is kept once in a process. */
const KEPT = new Map<string, SentMessage>();
const MOST_KEPT = 256;

/** The facts of a frame are valid until the next one. */
function copied({
  kind,
  rolelessTurn,
  functionParts,
  audioParts,
  hasTurns,
  imageChunks,
  scheduling,
}: SentMessage): SentMessage {
  const marks = [rolelessTurn, functionParts, audioParts, hasTurns, imageChunks, scheduling];
  const name = `${kind} ${marks.map(Number).join('')}`;
  const kept = KEPT.get(name);
  if (kept !== undefined) return kept;
  const copy = { kind, rolelessTurn, functionParts, audioParts, hasTurns, imageChunks, scheduling };
  if (KEPT.size < MOST_KEPT) KEPT.set(name, copy);
  return copy;
}

/**
 * What is remembered of a session's frames: no frame and no content of one, but the setup's shape,
 * the newest kinds of message, and what rules ask for. Under 1 KB.
 */
export class FrameLog implements SeenFrames {
  setup: SetupShape | undefined;
  setups = 0;
  early = false;
  last: SentMessage | undefined;
  contents = 0;
  answered = false;
  audio = false;
  openCalls = 0;
  since = 0;
  media: SentMessage | undefined;
  activity: SeenFrames['activity'];
  readonly #clock: () => number;
  readonly #runs: Run[] = [];
  /** When the newest run began: asked once a run, not once a frame. */
  #began = 0;
  /** The runs that streams of each side go on with, until another kind of message comes. */
  #sending: Run | undefined;
  #hearing: Run | undefined;
  #reading: SetupReading | undefined;
  #accepted = false;
  #activityOpen = false;
  /** What the open activity holds. */
  #holds: 'nothing' | 'text' | 'audio' = 'nothing';

  /** @param clock - Milliseconds. */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** @param setup - The parsed `setup` of the first frame; later ones are refused. */
  setUp(setup: unknown): void {
    this.setups += 1;
    this.#count(true, 'setup');
    if (this.setups > 1) return;
    this.#reading = new SetupReading(setup);
    this.setup = this.#reading;
  }

  /** @param message - Is copied, where it is kept. */
  sent(message: SentMessage): void {
    const { kind } = message;
    const sending = this.#sending;
    // Nearly every message: more of what was sent last.
    if (sending !== undefined && sending.kind === kind && !message.imageChunks) {
      sending.count += 1;
      this.since += 1;
      return;
    }
    if (kind === 'setup') {
      this.setUp(undefined);
      return;
    }
    this.#count(true, kind);
    if (!this.#accepted) this.early = true;
    else this.contents += 1;
    if (STREAMS.has(kind)) {
      this.since += 1;
      if (kind !== 'realtimeInput.video') {
        this.#holds = 'audio';
        this.audio = true;
      }
      if (this.media?.kind !== kind || this.media.imageChunks !== message.imageChunks) {
        this.media = copied(message);
      }
      if (!message.imageChunks) this.#sending = this.#runOf(true, kind);
      return;
    }
    this.since = 0;
    if (kind === 'realtimeInput.activityStart') {
      this.#activityOpen = true;
      this.#holds = 'nothing';
    } else if (kind === 'realtimeInput.activityEnd') {
      this.activity = this.#activityOpen ? HELD[this.#holds] : 'unpaired';
      this.#activityOpen = false;
    } else if (this.#holds === 'nothing') this.#holds = 'text';
    if (kind === 'toolResponse') this.openCalls = 0;
    this.last = copied(message);
  }

  /** The setup was accepted before the messages that are told. */
  accepted(): void {
    this.#accepted = true;
    this.#reading?.accepted();
  }

  /**
   * More of what the model says, and nothing else.
   *
   * @returns Whether that is all there is to know: else `received` is to be told.
   */
  receivedMore(): boolean {
    const hearing = this.#hearing;
    if (hearing === undefined) return false;
    hearing.count += 1;
    this.since += 1;
    return true;
  }

  received(kind: string): void {
    this.since += 1;
    this.#count(false, kind);
    if (kind === 'serverContent') this.#hearing = this.#runOf(false, kind);
    if (kind === 'serverContent') this.answered = true;
    else if (kind === 'toolCall') {
      this.answered = true;
      this.openCalls += 1;
    } else if (kind === 'toolCallCancellation') this.openCalls = 0;
    else if (kind === 'setupComplete') this.accepted();
  }

  /** `→setup ←setupComplete →realtimeInput.audio×212 (0.1 s before the close)`; no content. */
  describe(): string | undefined {
    const newest = this.#runs.at(-1);
    if (newest === undefined) return undefined;
    const seconds = Math.max(0, (this.#clock() - this.#began) / 1_000);
    // Of a run, what is known is when it began.
    const since = newest.count > 1 ? 'began ' : '';
    const end = ` (${since}${seconds.toFixed(1)} s before the close)`;
    const texts = this.#runs.map(
      ({ sent, kind, count }) => `${sent ? '→' : '←'}${kind}${count > 1 ? `×${count}` : ''}`,
    );
    while (texts.length > 1 && texts.join(' ').length + end.length > LONGEST_TEXT) texts.shift();
    return texts.join(' ') + end;
  }

  /** The run among the newest two. */
  #runOf(sent: boolean, kind: string): Run | undefined {
    return this.#runs.slice(-2).find((run) => run.kind === kind && run.sent === sent);
  }

  #count(sent: boolean, kind: string): void {
    const runs = this.#runs;
    const newest = runs[runs.length - 1];
    if (newest !== undefined) {
      if (newest.kind === kind && newest.sent === sent) {
        newest.count += 1;
        return;
      }
      const before = runs[runs.length - 2];
      if (
        before !== undefined &&
        before.kind === kind &&
        before.sent === sent &&
        STREAMS.has(kind) &&
        STREAMS.has(newest.kind)
      ) {
        before.count += 1;
        return;
      }
    }
    if (runs.length === MOST_RUNS) runs.shift();
    // Streams that had come in turn are broken by any other message.
    this.#sending = this.#hearing = undefined;
    runs.push({ sent, kind, count: 1 });
    this.#began = this.#clock();
  }
}
