import { environment } from '../platform/index.js';

const captureVariable = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT';

/**
 * The variable's values. `EVENT_ONLY` asks for content on events, and there are none here.
 * Source: opentelemetry-util-genai 1.3b0 (PyPI)
 */
const captureValues: Readonly<Record<string, boolean>> = {
  true: true,
  span_only: true,
  span_and_event: true,
  false: false,
  no_content: false,
  event_only: false,
  '': false,
};

/**
 * The option, or what the conventions' environment variable says.
 *
 * @param tell - Told of a value that is none; nothing is captured then.
 */
export function readCaptureContent(
  option: boolean | undefined,
  tell: (why: string) => void = () => undefined,
): boolean {
  if (option !== undefined) return option;
  const value = (environment(captureVariable) ?? '').trim();
  const known = value.toLowerCase();
  if (Object.hasOwn(captureValues, known)) return captureValues[known] === true;
  tell(
    `gemini-live: ${captureVariable} is ${JSON.stringify(value)}; allowed: true, SPAN_ONLY, SPAN_AND_EVENT, false, NO_CONTENT or EVENT_ONLY. No content is recorded.`,
  );
  return false;
}

/** Source: OpenTelemetry JS, OTEL_NODE_DISABLED_INSTRUMENTATIONS and …_ENABLED_…. */
export function enabledByEnvironment(name: string): boolean {
  const listed = (variable: string): string[] | undefined =>
    environment(variable)
      ?.split(',')
      .map((entry) => entry.trim());
  if (listed('OTEL_NODE_DISABLED_INSTRUMENTATIONS')?.includes(name)) return false;
  return true;
}
