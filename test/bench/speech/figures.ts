/** The errors of one condition, and what they come to. */
export interface Figures {
  readonly name: string;
  /** @param error - Milliseconds; `undefined` where no end was found. */
  add(error: number | undefined): void;
  line(): string;
  readonly coverage: number;
  readonly median: number;
  readonly p95: number;
}

/** At least so many turns covered, and at most so large an error. */
const goal = { coverage: 0.95, median: 80, p95: 250 };
const goalInBabble = { coverage: 0.9, median: 120, p95: 350 };

export const heading = [
  'condition'.padEnd(28),
  'turns'.padStart(6),
  'covered'.padStart(8),
  'bias'.padStart(6),
  'median'.padStart(7),
  'p95'.padStart(6),
  'p2.5'.padStart(6),
  'p97.5'.padStart(6),
].join(' ');

export function figures(name: string): Figures {
  const errors: number[] = [];
  let turns = 0;
  const sorted = (): number[] => errors.slice().sort((a, b) => a - b);
  const sizes = (): number[] => errors.map(Math.abs).sort((a, b) => a - b);
  const at = (list: readonly number[], part: number): number =>
    Math.round(list[Math.floor(part * (list.length - 1))] ?? NaN);
  return {
    name,
    add(error) {
      turns += 1;
      if (error !== undefined) errors.push(error);
    },
    get coverage() {
      return errors.length / turns;
    },
    get median() {
      return at(sizes(), 0.5);
    },
    get p95() {
      return at(sizes(), 0.95);
    },
    line() {
      return [
        name.padEnd(28),
        String(turns).padStart(6),
        `${(100 * this.coverage).toFixed(1)} %`.padStart(8),
        String(at(sorted(), 0.5)).padStart(6),
        String(this.median).padStart(7),
        String(this.p95).padStart(6),
        String(at(sorted(), 0.025)).padStart(6),
        String(at(sorted(), 0.975)).padStart(6),
      ].join(' ');
    },
  };
}

export function goalMissed({ name, coverage, median, p95 }: Figures): boolean {
  const held = name.includes('babble') ? goalInBabble : goal;
  return coverage < held.coverage || !(median <= held.median) || !(p95 <= held.p95);
}
