import type { Row } from '../row.js';
import { bundlerRows } from './bundlers.js';
import { nextRows } from './next.js';

export const rows: readonly Row[] = [...nextRows, ...bundlerRows];
