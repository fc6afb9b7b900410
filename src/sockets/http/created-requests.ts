import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { builtinHttp } from './http-module.js';

/**
 * Calls `tell` with requests of Node's http client while they are made, inside of the call that
 * makes them.
 *
 * @returns What undoes it.
 */
export function watchCreatedRequests(tell: (request: ClientRequest) => void): () => void {
  if (!hasChannel()) return watchHostHeader(tell);
  const onCreated = (message: unknown): void =>
    tell((message as { readonly request: ClientRequest }).request);
  subscribe('http.client.request.created', onCreated);
  return () => unsubscribe('http.client.request.created', onCreated);
}

/** Since Node 22.12. Source: Node's documentation of diagnostics_channel, built-in channels. */
function hasChannel(): boolean {
  return Number(process.versions.node.split('.', 1)[0]) >= 22;
}

type SetHeader = (this: ClientRequest, name: unknown, ...values: unknown[]) => unknown;

/**
 * On Node 20, the headers of a request are set by the constructor, `Host` as the last one unless it
 * was given: so this sees a request twice at most, and says nothing of one to which `setHeader` is
 * not called.
 * Source: Node 20, lib/_http_client.js, ClientRequest.
 */
function watchHostHeader(tell: (request: ClientRequest) => void): () => void {
  const { ClientRequest } = builtinHttp('http');
  const prototype = ClientRequest.prototype as object as { setHeader: SetHeader };
  const before = Object.getOwnPropertyDescriptor(prototype, 'setHeader');
  const below = (): SetHeader =>
    (before?.value as SetHeader | undefined) ??
    (Object.getPrototypeOf(prototype) as { readonly setHeader: SetHeader }).setHeader;
  let active = true;
  const watching = {
    setHeader(this: ClientRequest, name: unknown, _value: unknown): unknown {
      const result: unknown = Reflect.apply(below(), this, arguments);
      const decides = active && typeof name === 'string' && /^(?:host|upgrade)$/i.test(name);
      if (decides && this.getHeader('host') !== undefined) tell(this);
      return result;
    },
  };
  Object.defineProperty(prototype, 'setHeader', {
    value: watching.setHeader,
    writable: true,
    enumerable: true,
    configurable: true,
  });
  return () => {
    active = false;
    if (prototype.setHeader !== watching.setHeader) return;
    if (before !== undefined) Object.defineProperty(prototype, 'setHeader', before);
    else Reflect.deleteProperty(prototype, 'setHeader');
  };
}
