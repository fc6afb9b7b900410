/** As much of OTLP's protobuf as the checks look at, read without the code that wrote it. */

export type Value = string | number | boolean | undefined;
export type Attributes = Readonly<Record<string, Value>>;

export interface ReceivedSpan {
  readonly name: string;
  readonly status: number;
  readonly attributes: Attributes;
  readonly events: readonly { readonly name: string; readonly attributes: Attributes }[];
}

export interface ReceivedMetric {
  readonly name: string;
  readonly unit: string;
}

type Field = readonly [number: number, value: Uint8Array | bigint];

/** opentelemetry/proto/collector/trace/v1: resource_spans 1, scope_spans 2, spans 2. */
export function readSpans(request: Uint8Array): ReceivedSpan[] {
  return parts(request, 1)
    .flatMap((resource) => parts(resource, 2))
    .flatMap((scope) => parts(scope, 2))
    .map((span) => ({
      name: text(span, 5),
      status: Number(parts(span, 15).flatMap((status) => numbers(status, 3))[0] ?? 0n),
      attributes: attributes(span, 9),
      events: parts(span, 11).map((event) => ({
        name: text(event, 2),
        attributes: attributes(event, 3),
      })),
    }));
}

/** opentelemetry/proto/collector/metrics/v1: resource_metrics 1, scope_metrics 2, metrics 2. */
export function readMetrics(request: Uint8Array): ReceivedMetric[] {
  return parts(request, 1)
    .flatMap((resource) => parts(resource, 2))
    .flatMap((scope) => parts(scope, 2))
    .map((metric) => ({ name: text(metric, 1), unit: text(metric, 3) }));
}

/** KeyValue: key 1, value 2; AnyValue: string 1, bool 2, int 3, double 4. */
function attributes(message: Uint8Array, field: number): Attributes {
  return Object.fromEntries(
    parts(message, field).map((pair) => [text(pair, 1), anyValue(parts(pair, 2)[0])]),
  );
}

function anyValue(message: Uint8Array | undefined): Value {
  const [first] = message === undefined ? [] : fields(message);
  if (first === undefined) return undefined;
  const [kind, value] = first;
  if (typeof value === 'bigint')
    return kind === 2 ? value !== 0n : Number(BigInt.asIntN(64, value));
  if (kind === 1) return decode(value);
  return kind === 4 ? new DataView(value.buffer, value.byteOffset).getFloat64(0, true) : undefined;
}

function parts(message: Uint8Array, wanted: number): Uint8Array[] {
  return fields(message).flatMap(([number, value]) =>
    number === wanted && value instanceof Uint8Array ? [value] : [],
  );
}

function numbers(message: Uint8Array, wanted: number): bigint[] {
  return fields(message).flatMap(([number, value]) =>
    number === wanted && typeof value === 'bigint' ? [value] : [],
  );
}

function text(message: Uint8Array, field: number): string {
  return decode(parts(message, field)[0] ?? new Uint8Array());
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function fields(message: Uint8Array): Field[] {
  const found: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined) throw new Error('a cut varint');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number): Uint8Array => {
    if (at + length > message.length) throw new Error('a cut field');
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const key = Number(varint());
    const number = key >> 3;
    const wire = key & 7;
    if (wire === 0) found.push([number, varint()]);
    else if (wire === 1) found.push([number, take(8)]);
    else if (wire === 2) found.push([number, take(Number(varint()))]);
    else if (wire === 5) found.push([number, take(4)]);
    else throw new Error(`wire type ${wire}`);
  }
  return found;
}
