import type { ClientFacts } from '../../protocol/client/client-frame.js';
import type { ServerFacts } from '../../protocol/server/server-frame.js';
import type { GenerationContent } from '../story.js';

/**
 * Characters kept of what the user said before a generation, and of what the model answered: twice what
 * leaves, so that the application's hook does not see half of a word that the cut goes through.
 */
export const contentLimit = 16_384;

/** The text of one side, as far as the limit goes. */
interface Message {
  readonly role: string;
  text: string;
}

/**
 * Collects transcripts and texts for the generation that they belong to. Transcription has no order
 * with the model's turn (js-genai src/types.ts): what comes before a generation belongs to the next
 * one, and so does what the user says once the model has begun to speak.
 */
export class Content {
  #input: Message[] = [];
  #output = '';
  #spoken = false;
  #running = false;
  #nextInput: Message[] = [];

  sent(facts: ClientFacts): void {
    if (facts.inputMessages) {
      for (const { role, text } of facts.inputMessages) append(this.#listening(), role, text, true);
    } else if (facts.inputText !== undefined) {
      append(this.#listening(), 'user', facts.inputText, true);
    }
  }

  received(facts: ServerFacts): void {
    if (facts.inputTranscript !== undefined) {
      append(this.#listening(), 'user', facts.inputTranscript, false);
    }
    this.#output = cut(this.#output, facts.text);
    this.#output = cut(this.#output, facts.outputTranscript);
    if (facts.audioBytes > 0) this.#spoken = true;
  }

  generationBegins(): void {
    this.#running = true;
    this.#spoken = false;
  }

  /** Takes what belongs to the generation that is over. */
  take(): GenerationContent {
    const content = { input: this.#input, output: this.#output };
    this.#clear();
    return content;
  }

  /** A turn ended without a generation: what was transcribed of its answer belongs to none. */
  turnWithoutGeneration(): void {
    this.#output = '';
  }

  #clear(): void {
    this.#input = this.#nextInput;
    this.#nextInput = [];
    this.#output = '';
    this.#running = false;
    this.#spoken = false;
  }

  /** Where the user's words go: a generation that has spoken already does not answer them. */
  #listening(): Message[] {
    return this.#running && this.#spoken ? this.#nextInput : this.#input;
  }
}

function append(messages: Message[], role: string, text: string, whole: boolean): void {
  let room = contentLimit;
  for (const message of messages) room -= message.text.length;
  if (room <= 0 || text === '') return;
  const last = messages.at(-1);
  // Transcription comes in pieces of one utterance; a text is a message of its own.
  if (!whole && last?.role === role) last.text += text.slice(0, room);
  else messages.push({ role, text: text.slice(0, room) });
}

function cut(text: string, more: string | undefined): string {
  if (more === undefined || text.length >= contentLimit) return text;
  return text + more.slice(0, contentLimit - text.length);
}
