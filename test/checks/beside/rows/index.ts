import type { Row } from '../row.js';
import { loadOrder } from './load-order.js';
import { otherInstrumentations } from './other-instrumentations.js';
import { testRunners } from './test-runners.js';

export const rows: readonly Row[] = [...loadOrder, ...testRunners, ...otherInstrumentations];
