import { context, diag, type Context } from '@opentelemetry/api';
import { withoutCredentialShapes } from '../../protocol/scrubber.js';

/** Which content a piece is; it leaves in the attribute of that name. */
export type ContentKind =
  | 'input_message'
  | 'output_message'
  | 'system_instructions'
  | 'tool_definitions'
  | 'tool_call_arguments'
  | 'tool_call_result';

/** A piece of content that is about to leave the process, as the option `redact` sees it. */
export interface ContentPiece {
  /**
   * What it is: one message of the user's (`input_message`) or of the model's (`output_message`), one
   * part of the system instructions, all tool definitions together, the arguments or the result of one
   * tool call.
   */
  readonly kind: ContentKind;
  /** The text; JSON for tool definitions, arguments and results. */
  readonly text: string;
  /** Who says a message: `user`, or as `clientContent` has it; `assistant` for the model. */
  readonly role?: string | undefined;
  /** Of the call. */
  readonly toolName?: string | undefined;
  /** As `gen_ai.request.model` has it. */
  readonly model?: string | undefined;
  /** As `gen_ai.conversation.id` has it. */
  readonly conversationId?: string | undefined;
}

/**
 * The option `redact`: gives the text as it may leave, or the piece with another text, or `undefined`
 * for one that may not leave.
 */
export type Redact = (content: ContentPiece) => string | Pick<ContentPiece, 'text'> | undefined;

/** The one door by which content leaves, where it was asked for. Credentials never do. */
export class ContentDoor {
  readonly #redact: Redact | undefined;
  #told = false;

  constructor(redact: Redact | undefined) {
    this.#redact = redact;
  }

  /**
   * @param within - The session's context: `redact` is the application's own code.
   * @returns The text as it may leave, uncut; `undefined` where it may not.
   */
  pass(piece: ContentPiece, within: Context): string | undefined {
    const text = this.#redact === undefined ? piece.text : this.#ask(this.#redact, piece, within);
    return text === undefined ? undefined : withoutCredentialShapes(text);
  }

  #ask(redact: Redact, piece: ContentPiece, within: Context): string | undefined {
    try {
      const answer: unknown = context.with(within, redact, undefined, piece);
      if (answer === undefined || answer === null || typeof answer === 'string') {
        return answer ?? undefined;
      }
      const { text, then } = answer as { readonly text?: unknown; readonly then?: unknown };
      if (typeof text === 'string') return text;
      if (typeof then === 'function') {
        // Nobody else would hear of its rejection.
        (answer as PromiseLike<unknown>).then(undefined, () => undefined);
      }
      this.#tell('returned neither a text nor a piece: what it did so for is left out');
    } catch (error) {
      this.#tell('threw: what it did so for is left out', error);
    }
    return undefined;
  }

  #tell(what: string, ...error: unknown[]): void {
    if (this.#told) return;
    this.#told = true;
    diag.warn(`gemini-live: the option 'redact' ${what} (told once)`, ...error);
  }
}
