/** What the tap needs of a ws socket. Underscored members are the same in ws 7.0 to 8.x. */
export interface WsSocket {
  emit(event: string, ...args: unknown[]): boolean;
  send(data: unknown, ...rest: unknown[]): unknown;
  close(...args: unknown[]): unknown;
  terminate(...args: unknown[]): unknown;
  ping(...args: unknown[]): unknown;
  listenerCount(event: string): number;
  readonly readyState: number;
  readonly url?: string;
  /** Since ws 8.10. */
  readonly isPaused?: boolean;
  /** The connection below: `createWebSocketStream` of ws 7 pauses it itself. */
  readonly _socket?: { isPaused?(): boolean } | null;
  readonly _closeFrameReceived?: boolean;
  readonly _closeCode?: number;
  readonly _closeMessage?: unknown;
  readonly _receiver?: WsReceiver | null;
  readonly _req?: { getHeaders?(): Readonly<Record<string, unknown>> } | null;
}

/** What reads the frames of a socket. */
export interface WsReceiver {
  readonly _binaryType?: unknown;
  readonly _writableState?: { readonly errorEmitted?: boolean };
}

export type EmitArgs = [event: string, ...values: unknown[]];

/** The values of a socket's `readyState`. */
export const readyState = { connecting: 0, open: 1, closing: 2, closed: 3 } as const;
