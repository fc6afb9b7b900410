import type { Row } from '../row.js';
import { bundlerRows } from './bundlers.js';
import { loadOrder } from './load-order.js';
import { nextRows } from './next.js';
import { otherInstrumentations } from './other-instrumentations.js';
import { testRunners } from './test-runners.js';

export const rows: readonly Row[] = [
  ...loadOrder,
  ...nextRows,
  ...bundlerRows,
  ...testRunners,
  ...otherInstrumentations,
];
