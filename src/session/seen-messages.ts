import { FrameLog } from '../diagnosis/frames/frame-log.js';
import { now } from '../platform/index.js';
import type { ServerFacts } from '../protocol/server/server-frame.js';

/** What was seen of a session's frames, as their readers tell it. */
export class SeenMessages extends FrameLog {
  constructor() {
    super(now);
  }

  heard(facts: ServerFacts): void {
    if (!facts.serverContent || !this.receivedMore()) this.received(kindOf(facts));
  }
}

/** What a server message is called, where what was seen last is told. */
function kindOf(facts: ServerFacts): string {
  if (facts.serverContent) return 'serverContent';
  if (facts.setupComplete) return 'setupComplete';
  if (facts.toolCallCount > 0) return 'toolCall';
  if (facts.cancelledIds.length > 0) return 'toolCallCancellation';
  if (facts.goAway) return 'goAway';
  if (facts.resumption) return 'sessionResumptionUpdate';
  if (facts.usage !== undefined) return 'usageMetadata';
  return facts.voiceActivity === undefined ? 'unknown' : 'voiceActivity';
}
