import type { Row } from '../row.js';
import { loadOrder } from './load-order.js';

export const rows: readonly Row[] = [...loadOrder];
