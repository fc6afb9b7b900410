/**
 * `node --import opentelemetry-instrumentation-gemini-live/register app.mjs` (or `--require`, for
 * CommonJS): the instrumentation with its default options, on whatever SDK the application starts,
 * before or after this. No loader hook is needed, also not for ES modules.
 */
import { GeminiLiveInstrumentation } from './index.js';

new GeminiLiveInstrumentation();
