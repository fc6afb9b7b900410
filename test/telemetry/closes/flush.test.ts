import { describe, expect, it } from 'vitest';
import { Flusher, unwrapProvider } from '../../../src/telemetry/closes/flush.js';

/** A provider whose exports end when the test says so. */
function slowProvider(): { forceFlush(): Promise<void>; calls: number; finish(): void } {
  let release: (() => void) | undefined;
  return {
    calls: 0,
    forceFlush() {
      this.calls += 1;
      return new Promise<void>((resolve) => (release = resolve));
    },
    finish() {
      release?.();
    },
  };
}
const settle = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve));

describe('Flusher', () => {
  it('has at most one flush in flight and one waiting', async () => {
    const provider = slowProvider();
    const flusher = new Flusher(() => [provider]);
    const all = Promise.all(Array.from({ length: 500 }, () => flusher.flush()));
    expect(provider.calls).toBe(1);
    provider.finish();
    await settle();
    expect(provider.calls).toBe(2);
    provider.finish();
    await all;
    expect(provider.calls).toBe(2);
    void flusher.flush();
    expect(provider.calls).toBe(3);
  });

  it('covers what comes while a flush is in flight', async () => {
    const provider = slowProvider();
    const flusher = new Flusher(() => [provider]);
    for (let round = 1; round <= 4; round++) {
      const flushed = flusher.flush();
      await settle();
      expect(provider.calls).toBe(round);
      provider.finish();
      await flushed;
    }
  });

  it.each([
    ['rejects', { forceFlush: () => Promise.reject(new Error('no collector')) }],
    [
      'throws',
      {
        forceFlush: () => {
          throw new Error('broken');
        },
      },
    ],
    ['is no SDK provider', {}],
    ['is not there', undefined],
  ])('never rejects where a provider %s', async (_, provider) => {
    const good = slowProvider();
    const flushed = new Flusher(() => [provider, good]).flush();
    expect(good.calls).toBe(1);
    good.finish();
    await expect(flushed).resolves.toBeUndefined();
  });
});

it('looks behind the proxies of the API', () => {
  const sdk = {};
  expect(unwrapProvider({ getDelegate: () => sdk })).toBe(sdk);
  expect(unwrapProvider({ _getDelegate: () => sdk })).toBe(sdk);
  expect(unwrapProvider(sdk)).toBe(sdk);
  expect(unwrapProvider(undefined)).toBeUndefined();
});
