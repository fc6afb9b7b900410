/**
 * What one WebSocket message holds, in every form that `ws`, the global
 * `WebSocket` and npm `undici` deliver or accept. `ws` delivers an array of
 * buffers when its `binaryType` is `fragments`.
 */
export type FrameData = string | ArrayBuffer | ArrayBufferView | readonly Uint8Array[];

/** Request headers, in the forms that the WebSocket constructors accept. */
export type HeaderList =
  Readonly<Record<string, unknown>> | Iterable<readonly [string, string]> | readonly string[];

/** Whether a message can be read at once: a Blob cannot. */
export function isFrameData(data: unknown): data is FrameData {
  return typeof data === 'string' || data instanceof ArrayBuffer || ArrayBuffer.isView(data);
}
