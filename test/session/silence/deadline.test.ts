import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Deadline } from '../../../src/session/silence/deadline.js';

/** Something that is due after some milliseconds of being listened to, with a real clock. */
class Something {
  next: number | undefined;
  read = 0;
  reads: boolean | undefined = true;
  /** When it was found to be overdue, and how much had been read by then. */
  readonly noticed: { readonly at: number; readonly read: number }[] = [];
  restarts = 0;
  onLook: () => void = () => undefined;
  readonly limit: number;
  readonly deadline: Deadline;

  constructor(limit: number) {
    this.limit = limit;
    const something = this;
    this.deadline = new Deadline(this, {
      reads: () => {
        this.onLook();
        return this.reads;
      },
      totals: {
        get messagesReceived() {
          return something.read;
        },
      },
      guard: (step) => step(),
    });
  }

  begin(): number {
    const at = performance.now();
    this.next = at + this.limit;
    this.deadline.set();
    return at;
  }

  check(at: number): void {
    if (this.next === undefined || this.next > at) return;
    this.next = undefined;
    this.noticed.push({ at, read: this.read });
  }

  restart(at: number): void {
    this.restarts += 1;
    this.next = at + this.limit;
  }
}

function block(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe('a deadline', () => {
  it('is noticed in a loop in which nothing else happens', async () => {
    const due = new Something(100);
    const start = due.begin();
    await sleep(2_000);
    expect(due.noticed).toHaveLength(1);
    expect(due.noticed[0]!.at - start).toBeGreaterThanOrEqual(100);
    expect(due.noticed[0]!.at - start).toBeLessThan(1_500);
  });

  it('is put off without a timer more', async () => {
    const due = new Something(100);
    const start = due.begin();
    due.next = start + 300;
    due.deadline.set();
    await sleep(1_500);
    expect(due.noticed).toHaveLength(1);
    expect(due.noticed[0]!.at - start).toBeGreaterThanOrEqual(300);
  });

  it('is brought forward', async () => {
    const due = new Something(5_000);
    const start = due.begin();
    due.next = start + 100;
    due.deadline.set();
    await sleep(1_500);
    expect(due.noticed).toHaveLength(1);
  });

  it('is none where nothing is due any more, and none behind the end', async () => {
    const answered = new Something(100);
    answered.begin();
    answered.next = undefined;
    answered.deadline.set();
    const over = new Something(100);
    over.begin();
    over.deadline.stop();
    await sleep(400);
    expect(answered.noticed).toEqual([]);
    expect(over.noticed).toEqual([]);
  });

  it('waits for what arrives while it is read', async () => {
    const due = new Something(50);
    // A message in each turn of the loop, from the deadline on.
    const arrive = (left: number): void => {
      due.read += 1;
      if (left > 0) setImmediate(() => arrive(left - 1));
    };
    due.onLook = () => {
      due.onLook = () => undefined;
      arrive(300);
    };
    due.begin();
    await sleep(1_000);
    expect(due.noticed).toHaveLength(1);
    expect(due.noticed[0]!.read).toBe(301);
  });

  it('waits for what is told a turn later than it was read', async () => {
    const due = new Something(50);
    due.onLook = () => {
      due.onLook = () => undefined;
      setImmediate(() => setImmediate(() => (due.read = 7)));
    };
    due.begin();
    await sleep(1_000);
    expect(due.noticed[0]?.read).toBe(7);
  });

  it('gives a loop that was blocked the time to read', async () => {
    const due = new Something(100);
    due.begin();
    block(600);
    // What was held up arrives by and by.
    await sleep(300);
    expect(due.noticed).toEqual([]);
    due.next = undefined;
    due.deadline.set();
    await sleep(1_200);
    expect(due.noticed).toEqual([]);
  });

  it('is noticed all the same behind a loop that was blocked', async () => {
    const due = new Something(100);
    due.begin();
    block(600);
    await sleep(2_500);
    expect(due.noticed).toHaveLength(1);
  });

  it('does not run while nobody reads, and runs anew then', async () => {
    const due = new Something(100);
    due.reads = false;
    due.begin();
    await sleep(450);
    expect(due.noticed).toEqual([]);
    expect(due.restarts).toBeGreaterThan(0);
    due.reads = true;
    await sleep(1_500);
    expect(due.noticed).toHaveLength(1);
  });

  it('ends with its socket', async () => {
    const due = new Something(100);
    due.reads = undefined;
    due.begin();
    await sleep(400);
    expect(due.noticed).toEqual([]);
    expect(due.restarts).toBe(0);
  });
});
