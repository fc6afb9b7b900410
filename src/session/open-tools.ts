import type { ToolCall } from './story.js';

/** More open calls than this in one session are counted and not followed. */
const mostOpenCalls = 128;

interface OpenCall<Tool> extends ToolCall {
  readonly tool: Tool;
}

/** The tool calls of a session that wait for their answer, oldest first. */
export class OpenTools<Tool> {
  readonly #open = new Set<OpenCall<Tool>>();

  get full(): boolean {
    return this.#open.size >= mostOpenCalls;
  }

  /** Whether this call is open already: the server may repeat one, with the same id. */
  has(call: ToolCall): boolean {
    return call.id !== undefined && this.#find((open) => open.id === call.id) !== undefined;
  }

  add(call: ToolCall, tool: Tool): void {
    this.#open.add({ ...call, tool });
  }

  /**
   * Takes the call that a response answers: the one with its id; for a response without an id, the
   * oldest call of that name, or simply the oldest. Vertex AI gave no ids in 2025 (js-genai
   * recordings at e37ef187a).
   *
   * @param keep - Leave it open: the response says `willContinue`.
   */
  answer(response: ToolCall, keep: boolean): Tool | undefined {
    const { id, name } = response;
    const call =
      id !== undefined
        ? (this.#find((open) => open.id === id) ??
          this.#find((open) => open.id === undefined && open.name === name))
        : name !== undefined
          ? this.#find((open) => open.name === name)
          : this.#find(() => true);
    if (call && !keep) this.#open.delete(call);
    return call?.tool;
  }

  cancel(id: string): Tool | undefined {
    const call = this.#find((open) => open.id === id);
    if (call) this.#open.delete(call);
    return call?.tool;
  }

  /** Takes all that are still open. */
  drain(): Tool[] {
    const tools = [...this.#open].map((call) => call.tool);
    this.#open.clear();
    return tools;
  }

  #find(wanted: (call: OpenCall<Tool>) => boolean): OpenCall<Tool> | undefined {
    for (const call of this.#open) if (wanted(call)) return call;
    return undefined;
  }
}
