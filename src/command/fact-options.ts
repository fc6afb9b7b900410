import { firstMoment } from '../diagnosis/models/model-catalogue.js';
import type { OptionTable } from './option-table.js';

const DAY = {
  test: (value: string) => /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(firstMoment(value)),
  allowed: "a day as '2026-12-13'",
};

/** The options that several commands have: what is known of a session. */
export const FACT_OPTIONS = {
  api: {
    value: 'API',
    among: ['gemini', 'vertex'],
    help: 'gemini (the Gemini API) or vertex (Vertex AI).',
  },
  model: { value: 'NAME', help: 'The model, in any spelling.' },
  location: {
    value: 'PLACE',
    form: {
      test: (value: string) => /^[a-z][a-z0-9-]{0,40}$/i.test(value.trim()),
      allowed: "a location of Google Cloud, as 'us-central1' or 'global'",
    },
    help: 'The location on Vertex AI, e.g. us-central1.',
  },
  'api-version': {
    value: 'VERSION',
    form: {
      test: (value: string) => /^v\d\w{0,12}$/.test(value),
      allowed: "a version as 'v1', 'v1beta' or 'v1alpha'",
    },
    help: 'The version in the URL, e.g. v1beta.',
  },
  setup: {
    value: 'FILE',
    help: 'The setup that is sent, as JSON: { "setup": { … } } or what stands in it.',
  },
  on: { value: 'DAY', form: DAY, help: 'Ask for this day, e.g. 2026-12-13. Default: today.' },
  json: { help: 'Print JSON, for machines.' },
} satisfies OptionTable;

/** A day of {@link FACT_OPTIONS}, in milliseconds since 1970. */
export function readDay(day: string): number {
  return firstMoment(day);
}
