import type { Duplex } from 'node:stream';
import type { JsonValue } from './json.js';

/** A server message as Google writes it: indented by 2, one newline at the end (js-genai recordings). */
export function encode(message: JsonValue): Buffer {
  return Buffer.from(`${JSON.stringify(message, null, 2)}\n`);
}

/**
 * A close reason as Google cuts it: hard at 123 bytes, all that a control frame holds, also inside
 * a UTF-8 character (12 of 12 captured long reasons measured exactly 123).
 */
export function cut(reason: string): Buffer {
  return Buffer.from(reason).subarray(0, 123);
}

/** Ends a connection inside a frame: the header promises 8 KB, a part of it comes, then nothing. */
export function cutMidFrame(socket: Duplex): void {
  const promised = 8192;
  const header = Buffer.from([0x82, 126, promised >> 8, promised & 0xff]);
  const begun = encode({ serverContent: { modelTurn: { parts: [{ text: 'x'.repeat(1000) }] } } });
  socket.write(Buffer.concat([header, begun]), () => socket.destroy());
}

/** Refuses the upgrade as Google's front end does: with an HTML page (livekit/agents#1761). */
export function refuse(socket: Duplex, status: number): void {
  const body = `<!DOCTYPE html>\n<title>Error ${status}</title>\n`;
  socket.end(
    `HTTP/1.1 ${status} ${phrases[status] ?? 'Refused'}\r\n` +
      'Connection: close\r\nContent-Type: text/html; charset=UTF-8\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

const phrases: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};
