import { dirname, resolve } from 'node:path';
import type { LiveApi } from '../../words.js';
import { FACT_OPTIONS } from '../fact-options.js';
import { isObject, readSetup, readText } from '../json-file.js';
import { shown, UsageError, wrongValue } from '../usage-error.js';

/** A session as it is deployed: what is known of it before it is opened. */
export interface Deployment {
  readonly name: string | undefined;
  readonly api: LiveApi;
  readonly model: string | undefined;
  readonly location: string | undefined;
  readonly version: string | undefined;
  readonly setup: object | undefined;
}

const FIELDS = ['name', 'api', 'model', 'location', 'version', 'setup'] as const;
type Field = (typeof FIELDS)[number];

/**
 * The deployments of a file: a JSON array of objects, one such object, `{ "deployments": […] }`, or
 * an object a line.
 *
 * @throws UsageError which names the deployment, the field, the value and what is allowed.
 */
export function readDeployments(path: string): Deployment[] {
  const rows = rowsOf(readText('FILE', path), path);
  if (rows.length === 0) {
    throw new UsageError(`${shown(path)} holds no deployment; allowed: an array of ${SHAPE}`);
  }
  const folder = path === '-' ? process.cwd() : dirname(resolve(path));
  return rows.map((row, index) =>
    deployment(row, `deployment ${index + 1} of ${shown(path)}`, folder),
  );
}

const SHAPE = '{ "api": "vertex", "location": "us-central1", "model": "gemini-3.8-live" }';

function rowsOf(text: string, path: string): readonly unknown[] {
  const whole = parsed(text);
  if (whole === undefined) return lines(text, path);
  const value = isObject(whole) && 'deployments' in whole ? whole['deployments'] : whole;
  if (Array.isArray(value)) return value as readonly unknown[];
  if (isObject(value)) return [value];
  throw new UsageError(`${shown(path)} holds no deployment; allowed: an array of ${SHAPE}`);
}

function lines(text: string, path: string): unknown[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const value = parsed(line);
    if (value !== undefined) return [value];
    throw new UsageError(
      `${shown(path)} is no JSON, nor is line ${index + 1}; allowed: an array of ${SHAPE}, or one such object a line`,
    );
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function deployment(row: unknown, where: string, folder: string): Deployment {
  if (!isObject(row)) throw wrongValue(where, row, SHAPE);
  for (const field of Object.keys(row)) {
    if (!(FIELDS as readonly string[]).includes(field)) {
      throw new UsageError(
        `${where} has a field ${shown(field)}; allowed are ${FIELDS.join(', ')}`,
      );
    }
  }
  const text = (field: Field): string | undefined => textOf(row, field, where);
  const api = text('api');
  if (api !== 'gemini' && api !== 'vertex') {
    throw wrongValue(`${where}: api`, row['api'], FACT_OPTIONS.api.among.join(', '));
  }
  const read: Deployment = {
    name: text('name'),
    api,
    model: text('model'),
    location: formed(text('location'), FACT_OPTIONS.location.form, `${where}: location`),
    version: formed(text('version'), FACT_OPTIONS['api-version'].form, `${where}: version`),
    setup: setupOf(row['setup'], `${where}: setup`, folder),
  };
  return named(read, where);
}

/**
 * The deployment, where it names a model.
 *
 * @throws UsageError where neither it nor its setup does.
 */
export function named(deployment: Deployment, where: string): Deployment {
  const model = deployment.model ?? modelOf(deployment.setup);
  if (model !== undefined && model.trim() !== '') return { ...deployment, model };
  throw new UsageError(`${where} has no model; allowed: a model's name, or a setup that has one`);
}

function modelOf(setup: object | undefined): string | undefined {
  const model = (setup as { readonly model?: unknown } | undefined)?.model;
  return typeof model === 'string' ? model : undefined;
}

function textOf(row: Record<string, unknown>, field: Field, where: string): string | undefined {
  const value = row[field];
  if (value === undefined || value === null || field === 'setup') return undefined;
  if (typeof value === 'string') return value;
  throw wrongValue(`${where}: ${field}`, value, 'a string');
}

function formed(
  value: string | undefined,
  form: { readonly test: (value: string) => boolean; readonly allowed: string },
  where: string,
): string | undefined {
  if (value === undefined || form.test(value)) return value;
  throw wrongValue(where, value, form.allowed);
}

/** The setup itself, or the name of its file beside this one. */
function setupOf(value: unknown, where: string, folder: string): object | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return readSetup(where, resolve(folder, value));
  if (!isObject(value)) {
    throw wrongValue(where, value, 'an object, or the name of a file that holds one');
  }
  return isObject(value['setup']) ? value['setup'] : value;
}
