import {
  audio,
  call,
  client,
  generationComplete,
  interrupted,
  said,
  toolCall,
  turnComplete,
  usage,
} from '../messages.js';
import type { JsonObject } from '../json.js';
import type { Scenario } from '../script.js';
import { askByContent, expected, na, nonBlockingTools, send, spokenTurn, tokens } from './parts.js';

/** Calls with behavior NON_BLOCKING: the model goes on, and the answer says how it is to be taken. */
export const nonBlockingScenarios: readonly Scenario[] = [
  {
    name: 'non-blocking-interrupt',
    source: 'cookbook tools notebook, cell 40: usage 511/28, 604/806, 1480/971',
    api: 'gemini',
    model: na,
    setup: nonBlockingTools,
    steps: [
      askByContent,
      ...callAndFiller(511, 28),
      { expect: 'clientContent', say: client.content('Meanwhile, tell me a story.') },
      ...send(said('Once upon '), audio(9600), audio(11520)),
      { expect: 'toolResponse', say: answer({ scheduling: 'INTERRUPT' }) },
      ...send(interrupted, turnComplete(usage('gemini', 604, 806))),
      ...spokenTurn('gemini', 1480, 971),
    ],
    expected: expected(
      [
        { tokens: tokens(511, 28), inputEnd: 'client_content' },
        { tokens: tokens(604, 806), finish: 'interrupted', inputEnd: 'client_content' },
        { tokens: tokens(1480, 971), inputEnd: 'tool_response' },
      ],
      tokens(2595, 1805),
      { interruptions: 1, toolCalls: 1 },
    ),
  },
  {
    name: 'non-blocking-when-idle',
    source: 'cookbook tools notebook, cell 43: a new turn after the running one',
    api: 'gemini',
    model: na,
    setup: nonBlockingTools,
    steps: [
      askByContent,
      ...callAndFiller(50, 10),
      { expect: 'clientContent', say: client.content('Meanwhile, tell me a story.') },
      ...send(said('Once upon '), audio(9600)),
      { expect: 'toolResponse', say: answer({ scheduling: 'WHEN_IDLE' }) },
      ...send(audio(9600), generationComplete, turnComplete(usage('gemini', 80, 20))),
      ...spokenTurn('gemini', 120, 15),
    ],
    expected: expected(
      [
        { tokens: tokens(50, 10), inputEnd: 'client_content' },
        { tokens: tokens(80, 20), inputEnd: 'client_content' },
        { tokens: tokens(120, 15), inputEnd: 'tool_response' },
      ],
      tokens(250, 45),
      { toolCalls: 1, notes: 'the answer does not split the generation that is running' },
    ),
  },
  {
    name: 'non-blocking-silent',
    source: 'cookbook tools notebook, cell 46: nothing follows',
    api: 'gemini',
    model: na,
    setup: nonBlockingTools,
    steps: [
      askByContent,
      ...callAndFiller(50, 10),
      { expect: 'toolResponse', say: answer({ scheduling: 'SILENT' }) },
      { wait: 20 },
      askByContent,
      ...spokenTurn('gemini', 80, 20),
    ],
    expected: expected(
      [
        { tokens: tokens(50, 10), inputEnd: 'client_content' },
        { tokens: tokens(80, 20), inputEnd: 'client_content' },
      ],
      tokens(130, 30),
      { toolCalls: 1 },
    ),
  },
  {
    name: 'non-blocking-answered-at-rest',
    source: 'cookbook tools notebook, cell 43: nothing is running when the answer comes',
    api: 'gemini',
    model: na,
    setup: nonBlockingTools,
    steps: [
      askByContent,
      ...callAndFiller(50, 10),
      { expect: 'toolResponse', say: answer({ scheduling: 'WHEN_IDLE' }) },
      ...spokenTurn('gemini', 80, 20),
    ],
    expected: expected(
      [
        { tokens: tokens(50, 10), inputEnd: 'client_content' },
        { tokens: tokens(80, 20), inputEnd: 'tool_response' },
      ],
      tokens(130, 30),
      { toolCalls: 1 },
    ),
  },
  {
    name: 'will-continue',
    source: 'types: FunctionResponse.willContinue turns the call into a generator',
    api: 'gemini',
    model: na,
    setup: nonBlockingTools,
    steps: [
      askByContent,
      ...callAndFiller(50, 10),
      { expect: 'toolResponse', say: answer({ willContinue: true, scheduling: 'SILENT' }) },
      { expect: 'toolResponse', say: answer({ willContinue: true, scheduling: 'SILENT' }) },
      { wait: 30 },
      { expect: 'toolResponse', say: answer({ willContinue: false, scheduling: 'WHEN_IDLE' }) },
      ...spokenTurn('gemini', 80, 20),
    ],
    expected: expected(
      [
        { tokens: tokens(50, 10), inputEnd: 'client_content' },
        { tokens: tokens(80, 20), inputEnd: 'tool_response' },
      ],
      tokens(130, 30),
      {
        toolCalls: 1,
        notes: 'the tool span ends with the last answer, some 30 ms after the first',
      },
    ),
  },
];

/** The call, and what the model says while it runs, to the end of that turn. */
function callAndFiller(prompt: number, response: number) {
  return send(
    toolCall(call('get_weather', 'function-call-1')),
    said('I am looking it up.'),
    audio(9600),
    generationComplete,
    turnComplete(usage('gemini', prompt, response)),
  );
}

function answer(more: JsonObject) {
  return client.toolResponse({
    id: 'function-call-1',
    name: 'get_weather',
    response: { output: 'sunny' },
    ...more,
  });
}
