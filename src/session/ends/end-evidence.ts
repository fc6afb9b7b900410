import type { CloseFacts } from '../../diagnosis/close-facts.js';
import { isAbnormal, readError, type SocketError } from './ending.js';
import type { CloseInitiator } from '../story.js';

/** What was seen of an end before it came: refusal, error, the application's wish. */
export class EndEvidence {
  httpStatus: number | undefined;
  error: SocketError | undefined;
  #thrown = false;
  #asked = false;

  refused(status: number): void {
    this.httpStatus = status;
  }

  failed(error: unknown): void {
    this.error ??= readError(error);
  }

  threw(error: unknown): void {
    this.failed(error);
    this.#thrown = true;
  }

  /** The application asked for the close. */
  closing(): void {
    // What the application does about a failure is not what ended the connection.
    if (this.error === undefined && this.httpStatus === undefined) this.#asked = true;
  }

  /** What it tells of the cause. */
  get facts(): Pick<CloseFacts, 'httpStatus' | 'errorCode' | 'thrown'> {
    return { httpStatus: this.httpStatus, errorCode: this.error?.code, thrown: this.#thrown };
  }

  initiator(fromPeer: boolean): CloseInitiator {
    if (this.#asked) return 'client';
    return fromPeer || this.httpStatus !== undefined ? 'server' : 'network';
  }

  /** Whether an end with this code is an error. */
  isAbnormal(code: number | undefined, initiator: CloseInitiator | undefined): boolean {
    if (initiator === undefined || initiator === 'client') return false;
    return isAbnormal(code, this.httpStatus);
  }
}
