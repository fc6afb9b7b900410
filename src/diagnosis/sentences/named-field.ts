/** A field that Google's words name. */
export interface NamedField {
  /** From the frame's root, in camelCase, without indexes, as it was sent. */
  readonly path: string;
  /** What the name is, where the words tell it and its place apart. */
  readonly name: string | undefined;
  /** Where in `setup.tools` a function is that is meant. */
  readonly tool?: number | undefined;
  readonly declaration?: number | undefined;
  readonly problem: 'unknown' | 'value' | 'schema' | 'refused';
}

/** The schema of a function is named to its end, wherever the rest was cut. */
const IN_SCHEMA = /\.parameters[.[]/;
const ROOTS = /^(?:setup|clientContent|realtimeInput|toolResponse)(?:\.|$)/;

/** The field in a reason, also where it was cut at 123 bytes; `undefined` where none is named surely. */
export function namedField(reason: string): NamedField | undefined {
  const text = reason.slice(0, 1024);
  const unknown = /Unknown name "([^"]{1,80})"(?: at '([^']*)('?))?/i.exec(text);
  if (unknown !== null) {
    const [, name = '', place, closed] = unknown;
    // Without its place, or with half of it, the name may be anywhere.
    if (place === undefined) return undefined;
    if (closed === '' && !IN_SCHEMA.test(place)) return undefined;
    const path = place === '' ? camel(name) : `${camelPath(place)}.${camel(name)}`;
    return told(path, place, camel(name), 'unknown');
  }
  const value = /Invalid value at '([^']+)('?)(?:\s*\(([a-z_]+)\))?/i.exec(text);
  if (value !== null) {
    const [, place = '', closed, inside] = value;
    if (closed === '' && !IN_SCHEMA.test(place)) return undefined;
    // `(TYPE_FLOAT)` and `(type.googleapis.com/…)` are types and not fields.
    const isField = inside !== undefined && inside !== 'oneof' && /^[a-z_]+$/.test(inside);
    const oneof = isField ? `.${camel(inside)}` : '';
    return told(`${camelPath(place)}${oneof}`, place, undefined, 'value');
  }
  const schema = /\* BidiGenerateContentRequest\.([\w.[\]]+)(:?)/.exec(text);
  if (schema !== null) {
    const [, place = '', whole] = schema;
    const path = camelPath(place);
    // Cut inside the path: sure only up to the schema.
    if (whole === '' && !/\.parameters\b/.test(path)) return undefined;
    return told(path, place, undefined, 'schema');
  }
  const config = /^(\w+) not supported in generation config/i.exec(text);
  if (config !== null) {
    const path = `setup.generationConfig.${camel(config[1] ?? '')}`;
    return told(path, path, undefined, 'refused');
  }
  const tool = /^((?:\w+ ){1,3})tool is not supported for this model/i.exec(text)?.[1];
  if (tool !== undefined) {
    const path = `setup.tools.${camel(tool.trim().toLowerCase().replaceAll(' ', '_'))}`;
    return told(path, path, undefined, 'refused');
  }
  return undefined;
}

function told(
  path: string,
  place: string,
  name: string | undefined,
  problem: NamedField['problem'],
): NamedField | undefined {
  const short = path.replace(/\.(parameters(?:JsonSchema)?|response(?:JsonSchema)?)\..*$/, '.$1');
  const isRoot = ROOTS.test(short);
  if (!isRoot && short.includes('.')) return undefined;
  const at = /tools\[(\d+)\](?:\.\w+\[(\d+)\])?/.exec(place);
  return {
    path: short,
    name,
    problem,
    tool: at?.[1] === undefined ? undefined : Number(at[1]),
    declaration: at?.[2] === undefined ? undefined : Number(at[2]),
  };
}

export function camel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function camelPath(path: string): string {
  return camel(path.replace(/\[[^\]]*\]?/g, ''));
}
