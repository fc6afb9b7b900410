import type { ToolResponseFacts } from '../../protocol/client/client-frame.js';
import type { ServerFacts } from '../../protocol/server/server-frame.js';
import type { Moment, SessionStory, ToolCall } from '../story.js';

/** More open calls than this in one session are counted and not followed. */
const mostOpenCalls = 128;

/** More answers than this to one call, but the last, are not kept. */
const mostAnswers = 16;

interface OpenCall<Tool> extends Pick<ToolCall, 'id' | 'name'> {
  readonly tool: Tool;
  /** The JSON of the answers so far, of a call that has several. */
  answers: string[] | undefined;
}

/** The tool calls of a session that wait for their answer, oldest first. */
export class OpenTools<Tool> {
  readonly #story: Pick<SessionStory<Tool>, 'toolCalled' | 'toolEnded'>;
  /** Made with the first call: most sessions have none. */
  #open: Set<OpenCall<Tool>> | undefined;
  #count = 0;

  constructor(story: Pick<SessionStory<Tool>, 'toolCalled' | 'toolEnded'>) {
    this.#story = story;
  }

  /** Calls so far, also those that are not followed. */
  get count(): number {
    return this.#count;
  }

  /** Whether there is an open call of a function for which this holds. */
  has(wanted: (name: string | undefined) => boolean): boolean {
    return this.#find(({ name }) => wanted(name)) !== undefined;
  }

  /** @returns The tool of a frame that carries one call; `undefined` for any other frame. */
  called(facts: ServerFacts, at: Moment): Tool | undefined {
    // The server may repeat a call, with the same id.
    const calls = facts.toolCalls.filter(
      ({ id }) => id === undefined || this.#find((open) => open.id === id) === undefined,
    );
    // Calls beyond those that the frame's reader lists are counted all the same.
    this.#count += calls.length + (facts.toolCallCount - facts.toolCalls.length);
    let last: Tool | undefined;
    for (const { id, name, args } of calls) {
      const open = (this.#open ??= new Set());
      if (open.size >= mostOpenCalls) return undefined;
      last = this.#story.toolCalled({ id, name, args }, at);
      open.add({ id, name, tool: last, answers: undefined });
    }
    return facts.toolCallCount === 1 ? last : undefined;
  }

  /**
   * Ends the call that a response answers: the one with its id; for a response without an id, the
   * oldest call of that name, or simply the oldest. Vertex AI gave no ids in 2025 (js-genai
   * recordings at e37ef187a). One that says `willContinue` leaves the call open.
   *
   * @returns The call.
   */
  answered(
    { id, name, willContinue, response }: ToolResponseFacts,
    at: Moment,
  ): ToolCall | undefined {
    const call =
      id !== undefined
        ? (this.#find((open) => open.id === id) ??
          this.#find((open) => open.id === undefined && open.name === name))
        : name !== undefined
          ? this.#find((open) => open.name === name)
          : this.#find(() => true);
    if (call === undefined) return undefined;
    if (willContinue) {
      keep(call, response);
      return undefined;
    }
    this.#open?.delete(call);
    const earlier = call.answers;
    const result = earlier ? `[${[...earlier, response ?? 'null'].join(',')}]` : response;
    this.#story.toolEnded(call.tool, 'answered', at, result);
    return call;
  }

  cancelled(id: string, at: Moment): void {
    const call = this.#find((open) => open.id === id);
    if (call === undefined) return;
    this.#open?.delete(call);
    this.#story.toolEnded(call.tool, 'cancelled', at);
  }

  /** The session is over. */
  close(at: Moment, errorType: string | undefined): void {
    for (const { tool } of this.#open ?? []) this.#story.toolEnded(tool, { errorType }, at);
    this.#open = undefined;
  }

  #find(wanted: (call: OpenCall<Tool>) => boolean): OpenCall<Tool> | undefined {
    for (const call of this.#open ?? []) if (wanted(call)) return call;
    return undefined;
  }
}

function keep(call: OpenCall<unknown>, answer: string | undefined): void {
  if (answer === undefined || (call.answers?.length ?? 0) >= mostAnswers) return;
  (call.answers ??= []).push(answer);
}
