import { diag } from '@opentelemetry/api';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { GeminiLiveInstrumentation } from '../../src/index.js';
import { readCaptureContent } from '../../src/config/environment-options.js';
import { readErrorEvent } from '../../src/telemetry/closes/exceptions.js';

afterEach(() => vi.unstubAllEnvs());

describe('a wrong option is thrown at construction', () => {
  it.each([
    [{ matchEndpoint: 'x' }, /'matchEndpoint' is "x"; allowed: a function/],
    [{ warn: 'no' }, /'warn' is "no"; allowed: true or false/],
    [{ measureSpeech: 'no' }, /'measureSpeech' is "no"; allowed: true or false/],
    [{ generations: 1 }, /'generations' is 1; allowed: true or false/],
    [{ errorEvent: 'event' }, /'errorEvent' is "event"; allowed: 'span', 'log' or 'both'/],
    [{ genAiMetrics: '1.40' }, /'genAiMetrics' is "1.40"; allowed: 'current', '1.41' or 'both'/],
    [{ redact: /x/ }, /'redact' is {}; allowed: a function that takes a piece of content/],
    [{ onConnect: 'x' }, /'onConnect' is "x"; allowed: a function/],
    [{ sessionEvents: 0 }, /'sessionEvents' is 0; allowed: true or false/],
    [{ onClose: {} }, /'onClose' is {}; allowed: a function/],
    [{ userSpeech: 1 }, /'userSpeech' is 1; allowed: true or false/],
    [{ stalls: true }, /'stalls' is true; allowed: false, or an object/],
    [{ stalls: [] }, /'stalls' is \[\]; allowed: false, or an object/],
    [{ stalls: null }, /'stalls' is null; allowed: false, or an object/],
    [
      { stalls: { silent: 5 } },
      /unknown option 'stalls\.silent'; allowed: heard_no_reply, unheard, /,
    ],
    [{ stalls: { toString: 5 } }, /unknown option 'stalls\.toString'/],
    [
      { stalls: { mid_reply: 0 } },
      /'stalls\.mid_reply' is 0; allowed: a number of seconds above 0, or false/,
    ],
    [{ stalls: { mid_reply: -1 } }, /'stalls\.mid_reply' is -1/],
    [{ stalls: { mid_reply: '5' } }, /'stalls\.mid_reply' is "5"/],
    [{ stalls: { mid_reply: true } }, /'stalls\.mid_reply' is true/],
    [{ stalls: { mid_reply: NaN } }, /'stalls\.mid_reply' is null|NaN/],
    [{ stalls: { mid_reply: Infinity } }, /'stalls\.mid_reply'/],
    [{ stalls: { wedged: 5 } }, /'stalls\.wedged' is 5; allowed: true or false/],
    [{ models: 'x' }, /'models' is "x"; allowed: an array/],
    [{ matchEndpoints: () => true }, /unknown option 'matchEndpoints'; allowed: .*matchEndpoint/],
    [{ models: [{ name: 'acme-live' }] }, /models/],
    [{ models: [{ gemini: true }] }, /models/],
    [{ closeReasons: [{ pattern: 'x' }] }, /closeReasons/],
    [{ prices: 1 }, /'prices' is 1; allowed: an array/],
    [
      { prices: [{ model: 'x', input: { text: '1' } }] },
      /prices\[0\]\.input\.text is '1'; allowed/,
    ],
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
      prices: [],
      captureMessageContent: false,
      redact: ({ text }) => text,
      onConnect: () => ({ conversationId: 'x' }),
      measureSpeech: false,
      generations: true,
      suppressHandshakeSpans: true,
      globalWebSocket: false,
      errorEvent: 'log',
      genAiMetrics: 'both',
      sessionEvents: false,
      flushOnAbnormalClose: false,
      warn: false,
      stalls: {
        asked_no_reply: 0.5,
        unheard: false,
        empty_turn: false,
        wedged: true,
        after_tool: undefined,
      },
      userSpeech: true,
      onClose: () => undefined,
    });
    instrumentation.setConfig({ enabled: false, stalls: false });
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
    ['SPAN_AND_EVENT', true],
    [' Span_And_Event ', true],
    ['false', false],
    ['NO_CONTENT', false],
    ['EVENT_ONLY', false],
    ['event_only', false],
    ['', false],
  ])('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=%s', (value, expected) => {
    vi.stubEnv('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT', value);
    const tell = vi.fn();
    expect(readCaptureContent(undefined, tell)).toBe(expected);
    expect(readCaptureContent(!expected, tell)).toBe(!expected);
    expect(tell).not.toHaveBeenCalled();
  });

  it('warns once of a value that is none, and records no content', () => {
    const warn = vi.fn();
    const silent = { error: warn, info: () => {}, debug: () => {}, verbose: () => {} };
    diag.setLogger({ ...silent, warn });
    vi.stubEnv('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT', 'yes');
    const instrumentation = new GeminiLiveInstrumentation({ enabled: false });
    instrumentation.setConfig({ enabled: false, warn: false });
    expect(warn.mock.calls).toEqual([
      [expect.stringMatching(/CAPTURE_MESSAGE_CONTENT is "yes"; allowed: true, SPAN_ONLY/)],
    ]);
    new GeminiLiveInstrumentation({ enabled: false, captureMessageContent: true });
    expect(warn).toHaveBeenCalledTimes(1);
    expect(readCaptureContent(undefined)).toBe(false);
    diag.disable();
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
