import { afterEach, describe, expect, it, vi } from 'vitest';
import { GeminiLiveInstrumentation } from '../src/index.js';
import { readCaptureContent } from '../src/config.js';
import { readErrorEvent } from '../src/telemetry/closes/exceptions.js';

afterEach(() => vi.unstubAllEnvs());

describe('a wrong option is thrown at construction', () => {
  it.each([
    [{ matchEndpoint: 'x' }, /'matchEndpoint' is "x"; allowed: a function/],
    [{ warn: 'no' }, /'warn' is "no"; allowed: true or false/],
    [{ measureSpeech: 'no' }, /'measureSpeech' is "no"; allowed: true or false/],
    [{ generations: 1 }, /'generations' is 1; allowed: true or false/],
    [{ errorEvent: 'event' }, /'errorEvent' is "event"; allowed: 'span', 'log' or 'both'/],
    [{ onClose: {} }, /'onClose' is {}; allowed: a function/],
    [{ models: 'x' }, /'models' is "x"; allowed: an array/],
    [{ matchEndpoints: () => true }, /unknown option 'matchEndpoints'; allowed: .*matchEndpoint/],
    [{ models: [{ name: 'acme-live' }] }, /models/],
    [{ models: [{ gemini: true }] }, /models/],
    [{ closeReasons: [{ pattern: 'x' }] }, /closeReasons/],
    ['x', /the options are "x"; allowed: an object/],
    [null, /the options are null; allowed: an object/],
  ])('%o', (config, message) => {
    const make = (): unknown => new GeminiLiveInstrumentation(config as never);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  it('takes every right one', () => {
    const instrumentation = new GeminiLiveInstrumentation({
      enabled: false,
      matchEndpoint: () => undefined,
      models: [],
      closeReasons: [],
      captureMessageContent: false,
      measureSpeech: false,
      generations: true,
      suppressHandshakeSpans: true,
      globalWebSocket: false,
      errorEvent: 'log',
      flushOnAbnormalClose: false,
      warn: false,
      onClose: () => undefined,
    });
    expect(instrumentation.isEnabled()).toBe(false);
  });
});

describe('the environment', () => {
  it('disables by OTEL_NODE_DISABLED_INSTRUMENTATIONS', () => {
    vi.stubEnv('OTEL_NODE_DISABLED_INSTRUMENTATIONS', 'http, gemini-live');
    const instrumentation = new GeminiLiveInstrumentation();
    expect(instrumentation.isEnabled()).toBe(false);
    instrumentation.enable();
    expect(instrumentation.isEnabled()).toBe(false);
  });

  it.each([
    ['true', true],
    ['TRUE', true],
    ['SPAN_ONLY', true],
    ['span_only', true],
    ['false', false],
    ['NO_CONTENT', false],
    ['EVENT_ONLY', false],
    ['', false],
  ])('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=%s', (value, expected) => {
    vi.stubEnv('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT', value);
    expect(readCaptureContent(undefined)).toBe(expected);
    expect(readCaptureContent(!expected)).toBe(!expected);
  });

  it.each([
    ['logs', 'log'],
    ['logs/dup', 'both'],
    ['http, logs', 'log'],
    ['', 'span'],
  ])('OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN=%s', (value, expected) => {
    vi.stubEnv('OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN', value);
    expect(readErrorEvent(undefined)).toBe(expected);
    expect(readErrorEvent('span')).toBe('span');
  });
});
