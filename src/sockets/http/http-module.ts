import { Module } from 'node:module';

/**
 * Node's `http` or `https` as it is now. Not by `require`, `import` or `process.getBuiltinModule`:
 * other instrumentations wait for a module to be asked for by those, and would begin with our word.
 */
export function builtinHttp<N extends 'http' | 'https'>(
  name: N,
): N extends 'http' ? typeof import('node:http') : typeof import('node:https') {
  const { _load } = Module as unknown as { readonly _load?: (request: string) => never };
  const load = _load ?? ((request: string) => process.getBuiltinModule(request) as never);
  return load(`node:${name}`);
}
