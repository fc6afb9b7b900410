import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './demo.js';

interface Panel {
  readonly title: string;
  readonly targets: readonly { readonly expr: string; readonly refId: string }[];
}

export interface PanelQuery {
  readonly title: string;
  readonly expression: string;
}

/** The queries of the Grafana dashboard, with its variables filled in for one job. */
export async function dashboardQueries(job: string): Promise<PanelQuery[]> {
  const file = join(root, 'examples', 'grafana', 'dashboard.json');
  const { panels } = JSON.parse(await readFile(file, 'utf8')) as { panels: Panel[] };
  return panels.flatMap(({ title, targets }) =>
    targets.map(({ expr, refId }) => ({
      title: `${title}, query ${refId}`,
      expression: expr
        .replaceAll('$job', job)
        .replaceAll('$__rate_interval', '1m')
        .replaceAll('$__range', '5m'),
    })),
  );
}
