// Makes the queries, the trigger and the board of this folder by Honeycomb's API:
//   HONEYCOMB_CONFIGURATION_KEY=… node apply.mjs
import { readFile } from 'node:fs/promises';

const key = process.env.HONEYCOMB_CONFIGURATION_KEY ?? '';
const api = process.env.HONEYCOMB_API_ENDPOINT ?? 'https://api.honeycomb.io';
// All datasets of the environment; or the slug of one, which is named after service.name.
const dataset = process.env.HONEYCOMB_DATASET ?? '__all__';

async function read(file) {
  return JSON.parse(await readFile(new URL(file, import.meta.url), 'utf8'));
}

async function post(path, body) {
  const response = await fetch(`${api}/1/${path}`, {
    method: 'POST',
    headers: { 'x-honeycomb-team': key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** A query, and the name under which a board shows it. */
async function makeQuery(name, title) {
  const { id } = await post(`queries/${dataset}`, await read(`${name}.query.json`));
  const named = { name: title, query_id: id };
  const annotation = await post(`query_annotations/${dataset}`, named);
  return [name, { query_id: id, query_annotation_id: annotation.id }];
}

const queries = Object.fromEntries([
  await makeQuery('mismatches', 'Models of the other API'),
  await makeQuery('closes', 'Abnormal closes by cause'),
  await makeQuery('first-audio', 'Time to first audio'),
]);
await post(`triggers/${dataset}`, await read('mismatch.trigger.json'));

const board = await read('board.json');
for (const { query_panel: panel } of board.panels) Object.assign(panel, queries[panel.query_id]);
const { id } = await post('boards', board);
console.log(`board ${id}`);
