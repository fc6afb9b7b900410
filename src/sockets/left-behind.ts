import { channel } from 'node:diagnostics_channel';
import { canBeTornDown, isTornDown } from '../platform/index.js';

/*
 * Node's channels, its EventTarget and its WebSocket are the process's; a test file in Jest has a
 * realm of its own among them, and one file follows the other in one process. What is left of ours in
 * there would keep the realm of each file in memory, and stand in the next one's way.
 */

/** What one realm has changed in what belongs to the process. */
interface Realm {
  readonly isOver: () => boolean;
  readonly undo: Set<() => void>;
}

/** Realms share nothing but what Node hands to each of them. */
const key = Symbol.for('opentelemetry-instrumentation-gemini-live/realms/1');
const holder = channel('undici:request:create') as { [key]?: Set<Realm> };

let here: Realm | undefined;

/** Puts back what the realms of test files that are over have left. */
export function clearUp(): void {
  const realms = holder[key];
  if (realms === undefined) return;
  for (const realm of realms) {
    if (!realm.isOver()) continue;
    realms.delete(realm);
    // The latest first: each finds what it has put there.
    for (const undo of [...realm.undo].reverse()) undo();
  }
}

/**
 * Has `undo` called when the test file that has loaded this is over and another one begins to watch.
 *
 * @returns What calls it off.
 */
export function undoLater(undo: () => void): () => void {
  if (!canBeTornDown) return () => undefined;
  here ??= { isOver: isTornDown, undo: new Set() };
  here.undo.add(undo);
  (holder[key] ??= new Set()).add(here);
  return () => void here?.undo.delete(undo);
}
