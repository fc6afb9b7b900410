import type { Api, Method } from './endpoint.js';

/**
 * When and where a model is served, `from` a day `until` the day it stops (both YYYY-MM-DD).
 * Written from Google's model lists, not from src: tests compare the two.
 */
interface Served {
  readonly from?: string;
  readonly until?: string;
  readonly only?: readonly string[];
  readonly except?: readonly string[];
}
interface Row {
  readonly name: string;
  readonly gemini?: Served;
  readonly vertex?: Served;
  readonly music?: true;
}

const table: readonly Row[] = [
  { name: 'gemini-3.8-live', gemini: { from: '2026-09-15' }, vertex: { from: '2026-09-15' } },
  { name: 'gemini-3.8-live-extended-thinking', gemini: { from: '2026-09-15' } },
  // Third-party evidence only.
  { name: 'gemini-3.8-live-extended-thinking-preview', vertex: { from: '2026-09-15' } },
  { name: 'gemini-3.5-transcribe-live', gemini: { from: '2026-08-26' } },
  { name: 'gemini-3.5-transcribe-live-preview', vertex: { only: ['global'] } },
  { name: 'gemini-3.5-live-translate-preview', gemini: { from: '2026-06-01' } },
  { name: 'gemini-3.1-flash-live-preview', gemini: { from: '2026-03-26' } },
  { name: 'gemini-2.5-flash-native-audio-preview-12-2025', gemini: { from: '2025-12-12' } },
  {
    // Last seen passing on 2026-08-18, absent from Google's table in September.
    name: 'gemini-2.5-flash-native-audio-preview-09-2025',
    gemini: { from: '2025-09-23', until: '2026-09-01' },
  },
  { name: 'gemini-2.5-flash-native-audio-latest', gemini: { from: '2025-09-23' } },
  {
    name: 'gemini-live-2.5-flash-native-audio',
    vertex: {
      from: '2025-12-12',
      until: '2026-12-13',
      except: ['global', 'asia-south1', 'us-east5'],
    },
  },
  { name: 'gemini-live-2.5-flash', vertex: { from: '2025-06-17', only: ['global'] } },
  {
    name: 'gemini-live-2.5-flash-preview-native-audio-09-2025',
    vertex: { from: '2025-09-23', until: '2026-08-27' },
  },
  {
    name: 'gemini-live-2.5-flash-preview-native-audio',
    vertex: { from: '2025-05-20', until: '2026-03-01' },
  },
  {
    name: 'gemini-live-2.5-flash-preview-native-audio-09-17',
    vertex: { from: '2025-09-17', until: '2026-03-01' },
  },
  // A Gemini API name in spite of its shape.
  { name: 'gemini-live-2.5-flash-preview', gemini: { from: '2025-06-17', until: '2025-12-09' } },
  { name: 'gemini-2.0-flash-live-001', gemini: { from: '2025-04-09', until: '2025-12-09' } },
  {
    name: 'gemini-2.0-flash-live-preview-04-09',
    vertex: { from: '2025-04-09', until: '2026-01-01' },
  },
  {
    name: 'gemini-2.5-flash-preview-native-audio-dialog',
    gemini: { from: '2025-05-20', until: '2025-10-20' },
  },
  {
    name: 'gemini-2.5-flash-exp-native-audio-thinking-dialog',
    gemini: { from: '2025-05-20', until: '2025-10-20' },
  },
  {
    name: 'gemini-2.0-flash-exp',
    gemini: { from: '2024-12-11', until: '2026-02-01' },
    vertex: { from: '2024-12-11', until: '2025-12-01' },
  },
  { name: 'gemini-robotics-er-2-streaming-preview', gemini: { from: '2026-07-30' } },
  { name: 'lyria-realtime-exp', gemini: { from: '2025-05-20' }, music: true },
];

/** The Live models that an API lists on a day (YYYY-MM-DD), wherever it serves them. */
export function listedModels(
  api: Api,
  today: string,
): { readonly name: string; readonly music: boolean }[] {
  return table
    .filter((row) => {
      const served = row[api];
      if (served === undefined) return false;
      return !(today < (served.from ?? '')) && (served.until === undefined || today < served.until);
    })
    .map(({ name, music }) => ({ name, music: music === true }));
}

/** Text models: Live on neither API. */
const textModels =
  /^gemini-(?:1\.5|2\.0|2\.5|3|3\.1|3\.5|3\.8)-(?:flash|flash-lite|pro)(?:-\d{3}|-preview(?:-[\d-]+)?)?$/;

export function isTextModel(name: string): boolean {
  return textModels.test(name);
}

/**
 * Whether a model is served on a day (YYYY-MM-DD). An unknown location is not held against it:
 * express mode names none.
 */
export function isServed(
  name: string,
  at: {
    readonly api: Api;
    readonly method: Method;
    readonly location: string | undefined;
    readonly today: string;
  },
): boolean {
  const row = table.find((row) => row.name === name);
  const served = row?.[at.api];
  if (row === undefined || served === undefined) return false;
  if ((row.music === true) !== (at.method === 'BidiGenerateMusic')) return false;
  if (served.from !== undefined && at.today < served.from) return false;
  if (served.until !== undefined && at.today >= served.until) return false;
  if (at.location === undefined) return true;
  if (served.only !== undefined && !served.only.includes(at.location)) return false;
  return !(served.except?.includes(at.location) ?? false);
}
