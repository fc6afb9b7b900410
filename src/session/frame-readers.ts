import {
  createClientFrameReader,
  type ClientFrameReader,
} from '../protocol/client/client-frame.js';
import type { LiveApi } from '../words.js';
import { createServerFrameReader, type ServerFacts } from '../protocol/server/server-frame.js';
import type { FrameData } from '../protocol/wire.js';

export interface FrameReaders {
  readonly server: (data: FrameData) => ServerFacts | undefined;
  readonly client: ClientFrameReader;
}

/**
 * Readers remember what the frames of a stream have in common. That is the same for all sessions on
 * one API, and another on the other: so there is one pair for each, and a session holds none.
 */
export function createReaders(content: boolean): (api: LiveApi | undefined) => FrameReaders {
  const made = new Map<LiveApi | undefined, FrameReaders>();
  return (api) => {
    const present = made.get(api);
    if (present !== undefined) return present;
    const readers = {
      server: createServerFrameReader({ content }),
      client: createClientFrameReader({ content }),
    };
    made.set(api, readers);
    return readers;
  };
}
