import type { ToolResponseFacts } from '../../protocol/client/client-frame.js';
import type { ServerFacts } from '../../protocol/server/server-frame.js';
import type { Moment, SessionStory, ToolCall } from '../story.js';

/** More open calls than this in one session are counted and not followed. */
const mostOpenCalls = 128;

interface OpenCall<Tool> extends ToolCall {
  readonly tool: Tool;
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

  /** @returns The tool of a frame that carries one call; `undefined` for any other frame. */
  called(facts: ServerFacts, at: Moment): Tool | undefined {
    // The server may repeat a call, with the same id.
    const calls = facts.toolCalls.filter(
      ({ id }) => id === undefined || this.#find((open) => open.id === id) === undefined,
    );
    // Calls beyond those that the frame's reader lists are counted all the same.
    this.#count += calls.length + (facts.toolCallCount - facts.toolCalls.length);
    let last: Tool | undefined;
    for (const { id, name } of calls) {
      const open = (this.#open ??= new Set());
      if (open.size >= mostOpenCalls) return undefined;
      last = this.#story.toolCalled({ id, name }, at);
      open.add({ id, name, tool: last });
    }
    return facts.toolCallCount === 1 ? last : undefined;
  }

  /**
   * Ends the call that a response answers: the one with its id; for a response without an id, the
   * oldest call of that name, or simply the oldest. Vertex AI gave no ids in 2025 (js-genai
   * recordings at e37ef187a). One that says `willContinue` leaves the call open.
   */
  answered({ id, name, willContinue }: ToolResponseFacts, at: Moment): void {
    if (willContinue) return;
    const call =
      id !== undefined
        ? (this.#find((open) => open.id === id) ??
          this.#find((open) => open.id === undefined && open.name === name))
        : name !== undefined
          ? this.#find((open) => open.name === name)
          : this.#find(() => true);
    if (call === undefined) return;
    this.#open?.delete(call);
    this.#story.toolEnded(call.tool, 'answered', at);
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
