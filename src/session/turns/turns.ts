import type { ClientFacts } from '../../protocol/client/client-frame.js';
import type { ServerFacts, UsageFacts } from '../../protocol/server/server-frame.js';
import { Content } from './content.js';
import { InputEnds, type InputEnd, type SpeechEnds } from './input-end.js';
import { Playout } from '../playout.js';
import type { Generation, InputEndSource, Moment } from '../story.js';
import { mergeUsage, type Tokens } from './tokens.js';

const noAudio = new Playout().played;

/** What the turns of a conversation tell. */
export interface TurnsListener {
  generated(generation: Generation): void;
  tokens(tokens: Tokens): void;
  /** What was used, as tokens. */
  count(usage: UsageFacts): Tokens;
}

/** A generation that has begun. Once it has an `end`, it only waits for what may still come for it. */
interface OpenGeneration {
  readonly start: Moment;
  end: Moment | undefined;
  lastOutput: Moment;
  /** The last output was a tool call, so its answer ends the generation. */
  awaitsTool: boolean;
  firstAudio: Moment | undefined;
  inputEnd: InputEnd | undefined;
  interrupted: boolean;
}

/**
 * The turns of a conversation and the generations in them.
 *
 * A generation runs from its first modelTurn part or tool call to `generationComplete`, or else to
 * `interrupted`, `turnComplete` or the close. Its usage comes later, with `turnComplete`, so it is
 * told when the turn completes, the next generation begins or the socket closes. The orders in
 * which messages really come differ by model and API, so no message but these moves the state.
 */
export class Turns {
  readonly #listener: TurnsListener;
  readonly #content: Content | undefined;
  readonly #inputEnds = new InputEnds();
  #playout: Playout | undefined;
  #generation: OpenGeneration | undefined;
  /** Usage since the last turnComplete. */
  #usage: UsageFacts | undefined;
  #generationCompleted = false;
  #interrupted = false;
  /** A turn is over that had no usage: usage that comes before the next output is its. */
  #usageOwed = false;

  constructor(listener: TurnsListener, captureContent: boolean) {
    this.#listener = listener;
    this.#content = captureContent ? new Content() : undefined;
  }

  /** The user's input ended in a way that a message marks. */
  inputEnded(source: InputEndSource, at: Moment): void {
    const generation = this.#generation;
    const silent =
      generation !== undefined &&
      generation.end === undefined &&
      generation.firstAudio === undefined;
    this.#inputEnds.mark(source, at, silent);
  }

  /** The server heard a voice begin. */
  voiceBegan(at: Moment): void {
    this.#inputEnds.voiceBegan(at);
  }

  /** From now on the user is heard. */
  listenTo(speech: SpeechEnds): void {
    this.#inputEnds.hear(speech);
  }

  audioSent(): void {
    this.#inputEnds.audioSent();
  }

  contentSent(facts: ClientFacts): void {
    this.#content?.sent(facts);
  }

  toolAnswered(at: Moment): void {
    const generation = this.#generation;
    if (generation?.awaitsTool) generation.end ??= generation.lastOutput;
    this.inputEnded('tool_response', at);
  }

  /** A generation is running and has spoken: more audio changes nothing. */
  get speaking(): boolean {
    const generation = this.#generation;
    return (
      generation !== undefined &&
      generation.end === undefined &&
      generation.firstAudio !== undefined &&
      !generation.awaitsTool
    );
  }

  /** What a player has played by now. */
  get playout(): Playout {
    return (this.#playout ??= new Playout());
  }

  /** More audio of a generation that is {@link speaking}. */
  moreAudio(seconds: number, at: Moment): void {
    this.playout.received(seconds, at);
  }

  received(facts: ServerFacts, at: Moment): void {
    if (facts.parts > 0 || facts.toolCallCount > 0) this.#output(facts, at);
    this.#content?.received(facts);
    if (facts.generationComplete) {
      this.#generationCompleted = true;
      if (this.#generation) this.#generation.end ??= at;
    }
    if (facts.interrupted) {
      this.#interrupted = true;
      this.#playout?.interrupted(at);
      if (this.#generation) {
        this.#generation.interrupted = true;
        this.#generation.end ??= at;
      }
    }
    if (facts.usage) this.#used(facts.usage, facts.turnComplete);
    if (facts.turnComplete) this.#completed(facts, at);
  }

  /** For sessions without turns: each usage is an increment. */
  usageAlone(facts: ServerFacts): void {
    if (facts.usage) this.#listener.tokens(this.#listener.count(facts.usage));
  }

  /** The session is over. */
  close(at: Moment, errorType: string | undefined): void {
    const cut = this.#generation !== undefined && this.#generation.end === undefined;
    this.#finish(at, undefined, cut ? errorType : undefined);
    this.#commitUsage();
  }

  #output(facts: ServerFacts, at: Moment): void {
    if (this.#generation === undefined || this.#generation.end !== undefined) this.#begin(at);
    const generation = this.#generation;
    if (generation === undefined) return;
    generation.lastOutput = at;
    generation.awaitsTool = facts.toolCallCount > 0;
    if (facts.audioBytes === 0) return;
    this.playout.received(facts.audioSeconds, at);
    if (generation.firstAudio !== undefined) return;
    generation.firstAudio = at;
    generation.inputEnd = this.#inputEnds.firstAudio(at);
  }

  #begin(at: Moment): void {
    this.#finishWithoutUsage();
    this.#usageOwed = false;
    this.#inputEnds.generationBegins(at);
    this.#content?.generationBegins();
    this.#playout?.generationBegins();
    this.#generation = {
      start: at,
      end: undefined,
      lastOutput: at,
      awaitsTool: false,
      firstAudio: undefined,
      inputEnd: undefined,
      interrupted: false,
    };
  }

  #used(usage: UsageFacts, withTurnComplete: boolean): void {
    this.#usage = mergeUsage(this.#usage, usage);
    if (this.#usageOwed && this.#generation === undefined && !withTurnComplete) {
      this.#usageOwed = false;
      this.#commitUsage();
    }
  }

  #completed(facts: ServerFacts, at: Moment): void {
    const answered =
      !this.#interrupted &&
      facts.interactionStatus !== 'IN_PROGRESS' &&
      (this.#generationCompleted || (this.#usage?.response ?? 0) > 0);
    this.#usageOwed = this.#usage === undefined;
    if (this.#generation) {
      this.#finish(at, facts.turnCompleteReason, undefined);
    } else {
      if (answered) this.#inputEnds.answeredWithNothing(at);
      this.#content?.turnWithoutGeneration();
      this.#commitUsage();
    }
    this.#generationCompleted = false;
    this.#interrupted = false;
  }

  /** Another generation begins in the same turn: the usage to come is the last one's. */
  #finishWithoutUsage(): void {
    const usage = this.#usage;
    this.#usage = undefined;
    this.#finish(undefined, undefined, undefined);
    this.#usage = usage;
  }

  #finish(
    at: Moment | undefined,
    turnCompleteReason: string | undefined,
    errorType: string | undefined,
  ): void {
    const generation = this.#generation;
    if (generation === undefined) return;
    this.#generation = undefined;
    const tokens = this.#commitUsage();
    this.#listener.generated({
      start: generation.start,
      end: generation.end ?? at ?? generation.lastOutput,
      firstAudio: generation.firstAudio,
      inputEnd: generation.inputEnd,
      audio: this.#playout?.played ?? noAudio,
      tokens,
      finishReason:
        turnCompleteReason ??
        (generation.interrupted ? 'interrupted' : errorType !== undefined ? 'error' : undefined),
      errorType,
      content: this.#content?.take(),
    });
  }

  #commitUsage(): Tokens | undefined {
    if (this.#usage === undefined) return undefined;
    const tokens = this.#listener.count(this.#usage);
    this.#usage = undefined;
    this.#listener.tokens(tokens);
    return tokens;
  }
}
