#!/usr/bin/env node
/**
 * `npx opentelemetry-instrumentation-gemini-live COMMAND …`, also `gemini-live COMMAND …`: why a Live
 * session closed, without a tracer.
 */
import { runProgram } from './command/program.js';

void runProgram(process.argv.slice(2)).then((code) => {
  // Not `process.exit`: what is written to a pipe may still be on its way.
  process.exitCode = code;
});
