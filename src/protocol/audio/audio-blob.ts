import type { JsonCursor } from '../json/json-cursor.js';
import { Names } from '../json/names.js';

/** An object with `mimeType` and base64 `data`: `inlineData`, or a blob of `realtimeInput`. */
interface Blob {
  mimeType: string;
  /** The length that the base64 text decodes to; -1 where there is none. */
  bytes: number;
  /** Where the text stands in the frame; -1 where escapes in it forbid to tell it from its bytes. */
  start: number;
  stop: number;
}

/** The audio in one frame. */
export class AudioTally {
  bytes = 0;
  seconds = 0;
  /** How many blobs there were; of the last, the sample rate and where its text is. */
  blobs = 0;
  rate = 0;
  start = -1;
  stop = -1;
  /**
   * Of each blob whose samples are of 16 bits in one channel, as far as the MIME type says, three
   * numbers: where its text begins, how many bytes it decodes to, and its rate.
   */
  readonly plain: number[] = [];

  private mimeType = '';
  /** What {@link audioRate} says of that type: 0 for what is no audio. */
  private typeRate = 0;
  private typeIsPlain = false;

  /** @param defaultRate - Samples a second, where the MIME type names no `rate`. */
  constructor(private readonly defaultRate: number) {}

  clear(): void {
    this.bytes = 0;
    this.seconds = 0;
    this.blobs = 0;
    this.plain.length = 0;
  }

  /** Counts a blob if it is audio. */
  add(blob: Readonly<Blob>): void {
    if (blob.bytes === -1) return;
    if (blob.mimeType !== this.mimeType) {
      this.mimeType = blob.mimeType;
      this.typeRate = audioRate(blob.mimeType, this.defaultRate);
      this.typeIsPlain = PLAIN.test(blob.mimeType);
    }
    if (this.typeRate === 0) return;
    this.rate = this.typeRate;
    this.bytes += blob.bytes;
    this.seconds += audioSeconds(blob.bytes, this.rate);
    this.blobs += 1;
    this.start = blob.start;
    this.stop = blob.stop;
    if (this.typeIsPlain && blob.start !== -1) this.plain.push(blob.start, blob.bytes, this.rate);
  }
}

/**
 * PCM of 16 bits, little-endian, one channel, is what the API takes as `audio/pcm`; a parameter that
 * says otherwise, or that nobody knows, makes it something else. `audio/l16` is big-endian (RFC 2586).
 */
const PLAIN =
  /^audio\/pcm\s*(?:;\s*(?:rate\s*=\s*\d{1,6}|channels\s*=\s*1|bits\s*=\s*16)\s*)*;?\s*$/i;

/** Live audio is PCM of 16 bits, one channel. */
export function audioSeconds(bytes: number, rate: number): number {
  return bytes / (2 * rate);
}

/** `audio/pcm;rate=24000` → 24000; 0 for what is no audio. */
function audioRate(mimeType: string, defaultRate: number): number {
  if (!/^audio\//i.test(mimeType)) return 0;
  const rate = Number(/;\s*rate\s*=\s*(\d{1,6})(?!\d)/i.exec(mimeType)?.[1] ?? 0);
  return rate > 0 ? rate : defaultRate;
}

/** Base64 without white space: four characters for three bytes, padding optional. */
export function decodedLength(
  length: number,
  last: number | undefined,
  lastButOne: number | undefined,
): number {
  const padding = length > 0 && last === 0x3d ? (length > 1 && lastButOne === 0x3d ? 2 : 1) : 0;
  return Math.floor(((length - padding) * 3) / 4);
}

const BLOB = new Names(['mimeType', 'data'], true);
const MIME_TYPES = new Names([
  'audio/pcm;rate=24000',
  'audio/pcm;rate=16000',
  'audio/pcm',
  'image/jpeg',
  'image/png',
]);
const blob: Blob = { mimeType: '', bytes: -1, start: -1, stop: -1 };

/**
 * Reads the next value as a blob. What is no blob has no bytes (-1).
 *
 * @returns An object that the next call uses again.
 */
export function readBlob(json: JsonCursor): Readonly<Blob> {
  blob.mimeType = '';
  blob.bytes = -1;
  if (!json.enterObject()) return blob;
  for (let key = json.nextKey(BLOB); key !== undefined; key = json.nextKey(BLOB)) {
    if (key === 'mimeType') blob.mimeType = json.textOften(MIME_TYPES) ?? '';
    else if (key === 'data') readData(json);
    else json.skip();
  }
  return blob;
}

function readData(json: JsonCursor): void {
  blob.bytes = -1;
  if (!json.isString(true)) return;
  if (json.escaped) {
    // No known peer escapes base64, so the price of decoding it is paid by nobody.
    const text = json.decode();
    blob.bytes = decodedLength(
      text.length,
      text.charCodeAt(text.length - 1),
      text.charCodeAt(text.length - 2),
    );
    blob.start = -1;
    blob.stop = -1;
    return;
  }
  blob.bytes = decodedLength(
    json.stop - json.start,
    json.byteAt(json.stop - 1),
    json.byteAt(json.stop - 2),
  );
  blob.start = json.start;
  blob.stop = json.stop;
}

/** Whether a blob has data and a MIME type that begins like this. */
export function isOfType(blob: Readonly<Blob>, type: `${string}/`): boolean {
  return blob.bytes !== -1 && blob.mimeType.slice(0, type.length).toLowerCase() === type;
}
