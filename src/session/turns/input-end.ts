import type { Spoken } from '../../protocol/audio/speech-meter.js';
import type { InputEndSource, Moment } from '../story.js';

export interface InputEnd {
  readonly source: InputEndSource;
  readonly at: Moment;
}

/** Hears the user speak. */
export interface SpeechEnds {
  /** How often speech had ended by then. */
  ends(at: Moment): number;
  /** The speech that ended last by then. */
  spokenBy(at: Moment): Spoken | undefined;
}

/** The marks that say that the user's audio is over, which more audio shows to be wrong. */
const endOfAudio: ReadonlySet<InputEndSource> = new Set(['activity_end', 'audio_stream_end']);
/** What the user typed or pushed: no voice that was heard before tells better when it was. */
const onPurpose: ReadonlySet<InputEndSource> = new Set(['text', 'client_content', 'activity_end']);

/**
 * Remembers the last end of the user's input, for the generation that answers it: what a message
 * marks, and what was heard in the user's audio, which is all there is with automatic voice
 * detection on most models. Where neither tells, there is none, and none is guessed.
 */
export class InputEnds {
  /** Of the generation that is running and has not spoken yet. */
  #running: InputEnd | undefined;
  /** Of the generation to come. */
  #next: InputEnd | undefined;
  #speech: SpeechEnds | undefined;
  /** How many ends of speech were answered, and how many there were when a generation began. */
  #answered = 0;
  #atBegin = 0;
  /** When a generation spoke first, the last time; and when the server heard a voice begin. */
  #spokeAt: Moment = -Infinity;
  #voiceBegan: Moment = -Infinity;

  /** From now on the user is heard. */
  hear(speech: SpeechEnds): void {
    this.#speech = speech;
  }

  /**
   * @param running - Whether a generation is running that has not spoken yet.
   */
  mark(source: InputEndSource, at: Moment, running: boolean): void {
    // clientContent interrupts the running generation, so it is the next one that answers it.
    const ofRunning = running && source !== 'client_content';
    if (source === 'voice_activity' && !this.#tellsMore(at, ofRunning)) return;
    if (ofRunning) this.#running = { source, at };
    else this.#next = { source, at };
  }

  voiceBegan(at: Moment): void {
    this.#voiceBegan = at;
  }

  audioSent(): void {
    if (this.#running && endOfAudio.has(this.#running.source)) this.#running = undefined;
    if (this.#next && endOfAudio.has(this.#next.source)) this.#next = undefined;
  }

  generationBegins(at: Moment): void {
    this.#running = this.#next;
    this.#next = undefined;
    // The generation before may not have spoken; it was an answer all the same.
    this.#answered = Math.max(this.#answered, this.#atBegin);
    this.#atBegin = this.#speech?.ends(at) ?? 0;
  }

  firstAudio(at: Moment): InputEnd | undefined {
    const marked = this.#running;
    const spoken = this.#unanswered(at);
    this.#running = undefined;
    this.#answered = this.#speech?.ends(at) ?? 0;
    this.#spokeAt = at;
    if (spoken === undefined) return marked;
    if (marked !== undefined && !isNewer(spoken, marked)) return marked;
    return { source: 'audio_level', at: spoken.end };
  }

  /** A turn without any output was the answer: the input is used up. */
  answeredWithNothing(at: Moment): void {
    this.#next = undefined;
    this.#answered = this.#speech?.ends(at) ?? 0;
  }

  #unanswered(at: Moment): Spoken | undefined {
    if (this.#speech === undefined || this.#speech.ends(at) <= this.#answered) return undefined;
    return this.#speech.spokenBy(at);
  }

  /** Whether the server's word for the end of a voice is news beside what is marked. */
  #tellsMore(at: Moment, ofRunning: boolean): boolean {
    // A late word for what was answered already.
    if (at <= this.#spokeAt) return false;
    const marked = ofRunning ? this.#running : this.#next;
    return !marked || !onPurpose.has(marked.source) || this.#voiceBegan > marked.at;
  }
}

/** Whether what was heard, and not what is marked, is the end of the input. */
function isNewer(spoken: Spoken, marked: InputEnd): boolean {
  // The moment of detection, or an upper bound of the end.
  if (marked.source === 'voice_activity') return true;
  return (onPurpose.has(marked.source) ? spoken.begin : spoken.end) > marked.at;
}
