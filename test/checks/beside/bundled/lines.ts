import type { Packages } from '../../../children/cache.js';

/** A line of OpenTelemetry JS, as an application installs it, and the Node version that it runs on. */
export interface Line {
  readonly name: string;
  readonly folder: string;
  readonly node: string;
  readonly packages: Packages;
}

export const lines: readonly Line[] = [
  {
    name: 'SDK 2',
    folder: 'sdk2',
    node: '20.20.2',
    packages: {
      '@google/genai': '2.32.0',
      '@opentelemetry/api': '1.9.1',
      '@opentelemetry/sdk-node': '0.223.0',
      ws: '8.23.0',
    },
  },
  {
    name: 'SDK 3',
    folder: 'sdk3',
    node: '22.23.3',
    packages: {
      '@google/genai': '3.3.0',
      '@opentelemetry/api': '1.10.0',
      '@opentelemetry/sdk-node': '0.301.0',
      ws: '8.23.0',
    },
  },
];
