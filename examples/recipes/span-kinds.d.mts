import type { SpanProcessor } from '@opentelemetry/sdk-trace';

/** A span processor; see span-kinds.mjs. */
export declare const spanKinds: SpanProcessor;
