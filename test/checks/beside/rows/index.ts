import type { Row } from '../row.js';
import { bundlerRows } from './bundlers.js';

export const rows: readonly Row[] = [...bundlerRows];
