// Before a deployment: would Google refuse the configured models? `node check.mjs [DAYS] [--gate]`
// asks for the day in so many days; --gate makes the exit code 1 where it would refuse one.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { diagnoseClose } from 'opentelemetry-instrumentation-gemini-live';
import { bold, columns, green, red, wrap } from '../terminal.cjs';

const { values, positionals } = parseArgs({
  options: { gate: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const at = Date.now() + Number(positionals[0] ?? 0) * 24 * 60 * 60 * 1000;
const deployments = JSON.parse(readFileSync(new URL('deployments.json', import.meta.url), 'utf8'));

// The close as it would be: 1008, with the words that each API has for a name it does not find.
const notFound = {
  gemini:
    'models/X is not found for API version v1beta, or is not supported for bidiGenerateContent.',
  vertex: 'Publisher model was not found.',
};

let refused = 0;
for (const { name, api, location, model } of deployments) {
  const close = { api, location, model, at, code: 1008, reason: notFound[api], phase: 'setup' };
  const { cause, hint, suggestedModel } = diagnoseClose(close);
  // A name that the catalogue has nothing against would not be found for reasons of its own only.
  const isGood = cause === 'model_not_found' && suggestedModel === undefined;
  if (!isGood) refused++;
  console.log(
    `${isGood ? green('✓') : red('✗')} ${bold(name)}  ${model}  ${api} ${location ?? ''}`,
  );
  if (isGood) continue;
  console.log(`    ${red(cause)}`);
  for (const line of wrap(hint, columns - 4)) console.log(`    ${line}`);
}
console.log(`\n${refused} of ${deployments.length} would be refused.`);
if (values.gate && refused > 0) process.exitCode = 1;
