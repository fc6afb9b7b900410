import type { Row } from '../row.js';
import { testRunners } from './test-runners.js';

export const rows: readonly Row[] = [...testRunners];
