import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel } from './channel.js';
import type { Api } from './endpoint.js';
import { Ledger } from './ledger.js';
import { field, list, text, type JsonObject, type JsonValue } from './json.js';
import * as message from './messages.js';

/** `Think for 2 s …`: so many milliseconds. */
function thinkingTime(text: string): number | undefined {
  const seconds = /\bthink for (\d{1,2}(?:\.\d+)?) s\b/i.exec(text)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1_000;
}

/** One utterance of the user, by text, by audio or as the result of a tool. */
interface Question {
  readonly text: string;
  readonly audioBytes: number;
}

export interface ConversationOptions {
  /** Milliseconds from the end of the user's input to the answer. */
  readonly echoDelay: number;
  readonly newHandle: () => string;
}

/** The order and shape of a 2.5 native audio model's turn on the Gemini API (pydantic-ai, 7 cassettes). */
export async function converse(
  channel: Channel,
  api: Api,
  setup: JsonObject,
  options: ConversationOptions,
): Promise<void> {
  const conversation = new Conversation(channel, api, setup, options);
  for (;;) {
    const frame = await channel.next();
    if (frame === undefined) return conversation.end();
    conversation.hear(frame.message);
  }
}

class Conversation {
  readonly #channel: Channel;
  readonly #api: Api;
  readonly #options: ConversationOptions;
  readonly #tools: readonly string[];
  readonly #resumable: boolean;
  readonly #ledger: Ledger;
  readonly #questions: Question[] = [];
  #speaking = false;
  #cutShort = false;
  #audioBytes = 0;
  #textSoFar = '';
  #calls = 0;
  /** The call that is under way, and how its answer reaches the turn: `undefined` = cancelled. */
  #pending: { readonly id: string; answered(response: JsonValue | undefined): void } | undefined;

  constructor(channel: Channel, api: Api, setup: JsonObject, options: ConversationOptions) {
    this.#channel = channel;
    this.#api = api;
    this.#options = options;
    this.#ledger = new Ledger(api);
    this.#tools = list(field(setup, 'tools'))
      .flatMap((tool) => list(field(tool, 'functionDeclarations')))
      .map((declaration) => text(field(declaration, 'name')));
    this.#resumable = field(setup, 'sessionResumption') !== undefined;
    // HC sends the first handle after the first turn; here at once, so that a test needs no turn.
    if (this.#resumable) void this.#offerHandle();
  }

  hear(said: JsonValue | undefined): void {
    const content = field(said, 'clientContent');
    if (content !== undefined) this.#hearContent(content);
    const input = field(said, 'realtimeInput');
    if (input !== undefined) this.#hearInput(input);
    const response = field(said, 'toolResponse');
    if (response !== undefined) this.#hearToolResponse(response);
  }

  end(): void {
    this.#cutShort = true;
    this.#pending?.answered(undefined);
  }

  #hearContent(content: JsonValue): void {
    const turns = list(field(content, 'turns'));
    const parts = turns.flatMap((turn) => list(field(turn, 'parts')));
    this.#textSoFar += ` ${parts.map((part) => text(field(part, 'text'))).join(' ')}`;
    // "A message here will interrupt any current model generation" (ai.google.dev/api/live), but
    // not a blocking tool call: there it gets its own turn later (cookbook tools notebook).
    if (this.#pending === undefined) this.#interrupt();
    if (field(content, 'turnComplete') !== true) return;
    this.#ask(this.#textSoFar.trim());
    this.#textSoFar = '';
  }

  #hearInput(input: JsonValue): void {
    const blobs = [field(input, 'audio'), ...list(field(input, 'mediaChunks'))];
    for (const blob of blobs) {
      this.#audioBytes += Math.floor((text(field(blob, 'data')).length * 3) / 4);
    }
    if (field(input, 'activityStart') !== undefined) this.#interrupt();
    const written = text(field(input, 'text'));
    if (written !== '') {
      this.#interrupt();
      this.#ask(written);
    }
    const ended = field(input, 'activityEnd') ?? field(input, 'audioStreamEnd');
    if (ended !== undefined && this.#audioBytes > 0) this.#ask('');
  }

  #hearToolResponse(response: JsonValue): void {
    const answers = list(field(response, 'functionResponses'));
    const pending = this.#pending;
    if (pending !== undefined) {
      const answer = answers.find((answer) => (field(answer, 'id') ?? pending.id) === pending.id);
      if (answer !== undefined) pending.answered(answer);
    } else if (this.#api === 'vertex') {
      // A toolResponse to no call makes Vertex AI speak (js-genai recording function_responses).
      this.#ask('the result');
    }
  }

  #ask(text: string): void {
    this.#questions.push({ text, audioBytes: this.#audioBytes });
    this.#audioBytes = 0;
    if (!this.#speaking) void this.#answerAll();
  }

  #interrupt(): void {
    if (this.#speaking) this.#cutShort = true;
    this.#pending?.answered(undefined);
  }

  async #answerAll(): Promise<void> {
    this.#speaking = true;
    for (let next = this.#questions.shift(); next; next = this.#questions.shift()) {
      this.#cutShort = false;
      await sleep(thinkingTime(next.text) ?? this.#options.echoDelay);
      await this.#answer(next);
      if (this.#resumable) await this.#offerHandle();
    }
    this.#speaking = false;
  }

  /** One turn. Whatever cuts it short, it ends with turnComplete and its usage. */
  async #answer(question: Question): Promise<void> {
    this.#ledger.hear(question.text, question.audioBytes);
    if (question.audioBytes > 0) {
      await this.#say(message.heard('What do you '));
      await this.#say(message.heard('hear?'));
    }
    await this.#callTool(question.text);
    await this.#speak(question.text === '' ? 'You spoke to me.' : `You said: ${question.text}.`);
    if (this.#cutShort) await this.#channel.send(message.interrupted);
    else await this.#channel.send(message.generationComplete);
    await this.#channel.send(message.turnComplete(this.#ledger.settle()));
  }

  async #callTool(text: string): Promise<void> {
    const wanted = this.#tools.find((name) => text.includes(name));
    const name = wanted ?? (/\btools?\b/i.test(text) ? this.#tools[0] : undefined);
    if (name === undefined || this.#cutShort) return;
    // `function-call-N` on the Gemini API 2.x, a UUID on Vertex AI (pydantic-ai, js-genai).
    const id = this.#api === 'vertex' ? crypto.randomUUID() : `function-call-${1 + this.#calls++}`;
    const answer = new Promise<JsonValue | undefined>((resolve) => {
      this.#pending = { id, answered: resolve };
    });
    await this.#channel.send(message.toolCall(message.call(name, id, { query: text })));
    const answered = await answer;
    this.#pending = undefined;
    if (answered === undefined) await this.#say(message.cancellation(id), true);
  }

  async #speak(sentence: string): Promise<void> {
    const words = sentence.match(/\S+\s*/g) ?? [];
    const part = (of: number): number => Math.round((words.length * of) / 3);
    await this.#say(message.thought('**Answering**\n\nI repeat what I was told.'));
    for (const [index, bytes] of [9600, 11520, 11520].entries()) {
      const piece = words.slice(part(index), part(index + 1)).join('');
      if (piece !== '') await this.#say(message.said(piece));
      if (await this.#say(message.audio(bytes))) this.#ledger.speak(bytes);
    }
  }

  /** Sends, unless the turn has been cut short. */
  async #say(said: JsonObject, always = false): Promise<boolean> {
    if (this.#cutShort && !always) return false;
    await this.#channel.send(said);
    return true;
  }

  async #offerHandle(): Promise<void> {
    await this.#channel.send({
      sessionResumptionUpdate: { newHandle: this.#options.newHandle(), resumable: true },
    });
  }
}
