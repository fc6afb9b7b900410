import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CloseFacts } from '../../src/diagnosis/close-facts.js';
import { CLOSE_CAUSES } from '../../src/words.js';
import { createDiagnosis, diagnoseClose } from '../../src/diagnosis/diagnose-close.js';
import { SOCKET_ERRORS } from '../../src/facts/socket-errors.js';
import { HTTP_REFUSALS } from '../../src/facts/statuses.js';

describe('a normal close', () => {
  it.each([1000, 1001, 1005])('%i has no cause', (code) => {
    for (const phase of ['setup', 'active', 'going_away', undefined] as const) {
      expect(diagnoseClose({ api: 'gemini', code, reason: 'API key not valid', phase })).toEqual({
        cause: undefined,
        hint: undefined,
        mismatch: undefined,
        errorType: undefined,
      });
    }
  });

  it('is none after an error', () => {
    expect(diagnoseClose({ code: 1005, errorCode: 'ECONNRESET' }).cause).toBe('network');
    expect(diagnoseClose({ code: 1000, httpStatus: 503 }).cause).toBe('overloaded');
  });
});

describe('an HTTP refusal', () => {
  it.each([
    [400, 'invalid_argument', 'invalid_argument'],
    [401, 'auth', 'auth'],
    [403, 'permission', 'permission'],
    [404, 'unknown', '404'],
    [407, 'network', 'network'],
    [418, 'unknown', '418'],
    [200, 'unknown', '200'],
    [429, 'quota', 'quota'],
    [500, 'internal', 'internal'],
    [502, 'internal', 'internal'],
    [503, 'overloaded', 'overloaded'],
    [504, 'internal', 'internal'],
  ])('%i is %s', (httpStatus, cause, errorType) => {
    for (const code of [1006, undefined]) {
      const diagnosis = diagnoseClose({ api: 'gemini', code, httpStatus, phase: 'handshake' });
      expect(diagnosis).toMatchObject({ cause, errorType, mismatch: undefined });
      expect(diagnosis.hint === undefined).toBe(cause === 'unknown');
    }
  });

  it('is not what the status of an accepted upgrade means', () => {
    expect(diagnoseClose({ code: 1007, reason: 'API key expired.', httpStatus: 101 }).cause).toBe(
      'auth',
    );
  });
});

describe('a network error', () => {
  it.each(SOCKET_ERRORS.flatMap(({ examples }) => examples))('%s gives its code', (errorCode) => {
    for (const code of [1006, undefined]) {
      const { cause, errorType, hint } = diagnoseClose({ api: 'vertex', code, errorCode });
      expect({ cause, errorType }).toEqual({ cause: 'network', errorType: errorCode });
      expect(hint).toMatch(/\S/);
    }
  });

  it.each(SOCKET_ERRORS.flatMap(({ examples }) => examples))('%s is in one row only', (code) => {
    expect(SOCKET_ERRORS.filter((row) => row.code.test(code))).toHaveLength(1);
  });

  it('without a code is still one', () => {
    expect(diagnoseClose({ code: 1006 })).toMatchObject({ cause: 'network', errorType: 'network' });
    expect(diagnoseClose({ code: 1015 })).toMatchObject({ cause: 'network', errorType: 'network' });
    expect(diagnoseClose({ phase: 'handshake' })).toMatchObject({ cause: 'network' });
    expect(diagnoseClose({ code: 1006, errorCode: 'EWEIRD' })).toMatchObject({
      cause: 'network',
      errorType: 'EWEIRD',
    });
  });

  it('is none where the WebSocket protocol was broken, or where a close frame says more', () => {
    expect(diagnoseClose({ code: 1006, errorCode: 'WS_ERR_INVALID_OPCODE' })).toMatchObject({
      cause: 'unknown',
      errorType: '1006',
    });
    expect(
      diagnoseClose({ code: 1007, reason: 'API key expired.', errorCode: 'ECONNRESET' }).cause,
    ).toBe('auth');
  });

  it('gives no free text as a type', () => {
    for (const errorCode of ['getaddrinfo ENOTFOUND host', 'x'.repeat(100), '']) {
      expect(diagnoseClose({ code: 1006, errorCode }).errorType).toBe('network');
    }
  });
});

describe('hints of the refusals', () => {
  it.each([...HTTP_REFUSALS, ...SOCKET_ERRORS])('$hint is short', ({ hint, link }) => {
    expect(hint?.length).toBeLessThanOrEqual(200);
    expect(link === undefined || JSON.stringify(link).includes('https://')).toBe(true);
  });
});

describe('after goAway', () => {
  it.each([1006, 1008, 1011])('%i is an expired session, whatever it says', (code) => {
    for (const reason of [
      '',
      'The operation was aborted.',
      'Internal error encountered.',
      'New words',
    ]) {
      const { cause, hint, errorType } = diagnoseClose({
        api: 'gemini',
        code,
        reason,
        phase: 'going_away',
      });
      expect({ cause, errorType }).toEqual({
        cause: 'session_expired',
        errorType: 'session_expired',
      });
      expect(hint).toContain('session-management');
    }
    expect(diagnoseClose({ code, phase: 'going_away', errorCode: 'ECONNRESET' }).cause).toBe(
      'session_expired',
    );
  });

  it('other codes mean what they say', () => {
    const reason = 'Request contains an invalid argument.';
    expect(diagnoseClose({ code: 1007, reason, phase: 'going_away' }).cause).toBe(
      'invalid_argument',
    );
    expect(diagnoseClose({ code: 1012, phase: 'going_away' }).cause).toBe('unknown');
  });
});

describe('an unknown close', () => {
  it.each([1002, 1003, 1004, 1007, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4000, 4999])(
    '%i',
    (code) => {
      // Where there are words, codes 1007 and 1011 tell: likely.
      const spoken = code === 1007 || code === 1011 ? [] : ['whatever'];
      for (const reason of ['', undefined, ...spoken]) {
        expect(diagnoseClose({ api: 'vertex', model: 'gemini-3.8-live', code, reason })).toEqual({
          cause: 'unknown',
          hint: undefined,
          mismatch: undefined,
          errorType: String(code),
        });
      }
    },
  );
});

describe('a mismatched name that closes for another cause', () => {
  it.each([
    [1007, 'API key not valid. Please pass a valid API key.', 'auth'],
    [1011, 'You exceeded your current quota, please check your plan', 'quota'],
    [1008, "Permission 'aiplatform.endpoints.predict' denied on resource", 'permission'],
    [1007, 'Invalid resource field value in the request.', 'invalid_argument'],
    [1007, 'Request contains an invalid argument.', 'invalid_argument'],
  ])('%i %s is %s', (code, reason, cause) => {
    const model = 'gemini-2.5-flash-native-audio-preview-12-2025';
    expect(diagnoseClose({ api: 'vertex', model, code, reason })).toMatchObject({
      cause,
      mismatch: undefined,
    });
  });
});

describe('a user’s close reason', () => {
  const diagnose = createDiagnosis({
    closeReasons: [
      { pattern: 'Acme: quota of {word} is used up', cause: 'quota', hint: 'Ask Acme for more.' },
      { pattern: /^acme-\d+$/g, code: [4001, 1008], cause: 'auth' },
      { pattern: 'Internal error', code: 1011, cause: 'overloaded' },
      { pattern: /going to bed/, code: 1000, cause: 'session_expired' },
      { pattern: '… no such model', cause: 'model_not_found', byName: true },
    ],
  });

  it('is asked first', () => {
    expect(diagnose({ code: 1011, reason: 'Internal error encountered.' }).cause).toBe(
      'overloaded',
    );
    expect(diagnoseClose({ code: 1011, reason: 'Internal error encountered.' }).cause).toBe(
      'internal',
    );
  });

  it('comes under every abnormal code, or those it names', () => {
    for (const code of [1002, 1008, 1011, 4000]) {
      expect(diagnose({ code, reason: 'ACME: quota of p1 is used up today' })).toMatchObject({
        cause: 'quota',
        hint: 'Ask Acme for more.',
      });
    }
    expect(diagnose({ code: 1000, reason: 'Acme: quota of p1 is used up' }).cause).toBeUndefined();
    expect(diagnose({ code: 1000, reason: 'I am going to bed' }).cause).toBe('session_expired');
    expect(diagnose({ code: 4002, reason: 'acme-1' }).cause).toBe('unknown');
  });

  it('has no memory', () => {
    for (let time = 0; time < 3; time++)
      expect(diagnose({ code: 4001, reason: 'acme-1' }).cause).toBe('auth');
  });

  it('may be cut', () => {
    expect(diagnose({ code: 4000, reason: 'Acme: quota of p' }).cause).toBe('quota');
    expect(diagnose({ code: 4000, reason: 'Acme' }).cause).toBe('unknown');
  });

  it('may leave it to the name', () => {
    const facts = {
      api: 'vertex',
      model: 'gemini-2.5-flash-native-audio-preview-12-2025',
    } as const;
    expect(diagnose({ ...facts, code: 1008, reason: 'proxy: no such model' }).cause).toBe(
      'model_mismatch',
    );
    expect(diagnose({ ...facts, code: 4000, reason: 'proxy: no such model' }).cause).toBe(
      'model_not_found',
    );
  });

  it('may be any RegExp', () => {
    const odd = [/(?:)/y, /(?<!x)\p{L}+$/u, /^$/];
    const diagnoseOdd = createDiagnosis({
      closeReasons: odd.map((pattern) => ({ pattern, cause: 'quota' })),
    });
    expect(diagnoseOdd({ code: 1011, reason: 'anything' }).cause).toBe('quota');
  });

  it('counts in diagnoseClose, too', () => {
    expect(
      diagnoseClose(
        { code: 4000, reason: 'x' },
        { closeReasons: [{ pattern: 'x', cause: 'auth' }] },
      ).cause,
    ).toBe('auth');
  });
});

describe('whatever it is given', () => {
  const junk = fc.oneof(
    fc.anything(),
    fc.constantFrom('gemini', 'vertex', 1006, 1007, 1008, 1011, 'setup', 'active', 'going_away'),
    fc.constantFrom('models/gemini-2.5-flash-native-audio-preview-12-2025', 'gemini-3.8-lvie'),
    fc.constantFrom('models/x is not found for API version', 'Publisher Model `', 'ENOTFOUND'),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );
  const facts = fc.record(
    {
      api: junk,
      model: junk,
      code: junk,
      reason: junk,
      at: junk,
      phase: junk,
      location: junk,
      method: junk,
      httpStatus: junk,
      errorCode: junk,
      accepted: junk,
    },
    { requiredKeys: [] },
  );

  it('diagnoses and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(facts, fc.anything()), fc.anything(), (close, options) => {
        const { cause, hint, mismatch, errorType } = diagnoseClose(
          close as CloseFacts,
          options as never,
        );
        expect([...CLOSE_CAUSES, undefined]).toContain(cause);
        expect(errorType === undefined).toBe(cause === undefined);
        expect(mismatch !== undefined).toBe(cause === 'model_mismatch');
        expect((hint ?? '').length).toBeLessThanOrEqual(mismatch === undefined ? 300 : 512);
        if (cause === 'unknown') expect(hint).toBeUndefined();
      }),
      { numRuns: 3000 },
    );
  });

  it('survives getters that throw', () => {
    const evil = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no');
        },
      },
    );
    expect(diagnoseClose(evil)).toMatchObject({ cause: 'unknown', errorType: 'unknown' });
    expect(diagnoseClose({ code: 1006 }, evil).cause).toBe('network');
  });

  it('takes an index or wrong rows for no options', () => {
    expect([{ code: 1006 }].map(diagnoseClose as (close: CloseFacts) => unknown)).toHaveLength(1);
    expect(diagnoseClose({ code: 1006 }, { models: [{ name: '' }] }).cause).toBe('network');
  });

  it('takes a moment in each form', () => {
    const model = 'gemini-2.0-flash-live-001';
    for (const at of ['2025-06-01', new Date('2025-06-01'), Date.parse('2025-06-01')]) {
      expect(diagnoseClose({ api: 'gemini', model, code: 1008, at }).cause).toBe('unknown');
    }
    for (const at of [undefined, NaN, 'soon', new Date(NaN)]) {
      expect(diagnoseClose({ api: 'gemini', model, code: 1008, at }).cause).toBe('model_retired');
    }
  });

  it.each([
    'AIzaSyA-1234567890abcdefghijklmnopqrstu',
    'models/AIzaSyA-1234567890abcdefghijklmnopqrstu',
    'auth_tokens/AIza1234567890',
    'models/AQ.Ab8RN6K_1234567890',
    'models/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc',
    'projects/p/locations/AIza1234567890/publishers/google/models/gemini-3.8-live',
    'models/gemini-3.8-live&access_token=ya29.1234567890',
  ])('hints at no key: the model %s', (model) => {
    const reason = `models/${model} is not found for API version v1beta, or is not supported`;
    for (const api of ['gemini', 'vertex'] as const) {
      for (const said of [reason, '', 'User location is not supported for the API use.']) {
        const told = JSON.stringify(diagnoseClose({ api, model, code: 1008, reason: said }));
        expect(told).not.toMatch(/1234567890|Ab8RN6K|eyJ/i);
      }
    }
  });

  it('repeats no key that came with the reason or the model', () => {
    const key = 'AIzaSyD-0123456789abcdefghijklmnopqrstuv';
    for (const reason of [
      `API key not valid ${key}`,
      `models/x is not found for API version ${key}`,
      key,
    ]) {
      for (const code of [1007, 1008, 1011]) {
        const model = `models/gemini-3.8-live?key=${key}`;
        expect(JSON.stringify(diagnoseClose({ api: 'gemini', model, code, reason }))).not.toContain(
          key,
        );
      }
    }
  });
});

it.each([
  [1002, 'Received network error or non-101 status code.', 'ECONNREFUSED'],
  [1006, '', 'ECONNREFUSED'],
  [undefined, '', 'ECONNREFUSED'],
])(
  'a socket that never opened failed by its error, whatever code is made up: %s',
  (code, reason, errorCode) => {
    const { cause, errorType } = diagnoseClose({ code, reason, errorCode, phase: 'handshake' });
    expect([cause, errorType]).toEqual(['network', 'ECONNREFUSED']);
  },
);
