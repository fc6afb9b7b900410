import type { Scenario } from './script.js';
import { audioScenarios } from './scenarios/audio.js';
import { inputScenarios } from './scenarios/input.js';
import { interruptionScenarios } from './scenarios/interruption.js';
import { modelScenarios } from './scenarios/models.js';
import { sessionScenarios } from './scenarios/session.js';
import { nonBlockingScenarios } from './scenarios/non-blocking.js';
import { toolScenarios } from './scenarios/tools.js';
import { turnScenarios } from './scenarios/turn.js';
import { usageScenarios } from './scenarios/usage.js';

/**
 * The orders in which real servers send their messages: each one as a script,
 * with its source and what telemetry must make of it.
 */
export const scenarios: readonly Scenario[] = [
  ...modelScenarios,
  ...turnScenarios,
  ...usageScenarios,
  ...interruptionScenarios,
  ...toolScenarios,
  ...nonBlockingScenarios,
  ...inputScenarios,
  ...audioScenarios,
  ...sessionScenarios,
];
