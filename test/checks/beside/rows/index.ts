import type { Row } from '../row.js';
import { otherInstrumentations } from './other-instrumentations.js';
import { testRunners } from './test-runners.js';

export const rows: readonly Row[] = [...testRunners, ...otherInstrumentations];
