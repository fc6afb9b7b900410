import { shared } from '../platform/index.js';

/** Told, in one line, why a class is left alone. */
export type ReportUnsupported = (why: string) => void;

/** What is watched for the whole process, by whichever copy of this package came first. */
interface OpenDoors {
  /** Told of classes that are left alone. Empty: every instrumentation is disabled. */
  readonly reports: Set<ReportUnsupported>;
  /** Classes that are left alone because nobody knows their version. */
  readonly leftAlone: WeakSet<object>;
  /** Upgrade requests that a copy has looked at when they were made. */
  readonly seen: WeakSet<object>;
  /** How many constructors of replaced classes are running whose sockets are not Live. */
  makingUnwatched: number;
  /** `require` is watched. */
  requireWatched: boolean;
}

/** Shared by all copies of this package in one process, as in registry.ts. */
export const openDoorsOfProcess = shared('doors/1', (): OpenDoors => ({
  reports: new Set(),
  leftAlone: new WeakSet(),
  seen: new WeakSet(),
  makingUnwatched: 0,
  requireWatched: false,
}));
