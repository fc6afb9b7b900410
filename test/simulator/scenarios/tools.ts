import {
  audio,
  call,
  cancellation,
  client,
  generationComplete,
  interrupted,
  model,
  nothing,
  said,
  thought,
  together,
  toolCall,
  turnComplete,
  usage,
  vertexAudio,
} from '../messages.js';
import type { Scenario } from '../script.js';
import {
  answerTool,
  askByAudio,
  askByContent,
  expected,
  hc,
  hcVertex,
  live31,
  na,
  naVertex,
  send,
  spokenTurn,
  tokens,
  tools,
} from './parts.js';

const uuid = '0e0f5b8c-3f43-4c52-9a0c-6f2f3b7f9a11';
const after = 'tool_response' as const;

/** Blocking calls: the answer with no output before it ends the generation at its last output. */
export const toolScenarios: readonly Scenario[] = [
  {
    name: 'tool-on-gemini',
    source:
      'pydantic-ai tool rounds, 2.5 native audio on the Gemini API: one usage, id function-call-N',
    api: 'gemini',
    model: na,
    setup: tools,
    steps: [
      askByContent,
      ...send(toolCall(call('get_weather', 'function-call-1', { city: 'Paris' }))),
      answerTool,
      ...spokenTurn('gemini', 143, 19),
    ],
    expected: expected(
      [{ tokens: null }, { tokens: tokens(143, 19), inputEnd: after }],
      tokens(143, 19),
      {
        toolCalls: 1,
      },
    ),
  },
  {
    name: 'tool-on-3.1',
    source: 'pydantic-ai tool_round google-current: id fc_N, resumption updates unasked',
    api: 'gemini',
    model: live31,
    setup: tools,
    steps: [
      askByContent,
      ...send(nothing, toolCall(call('get_weather', 'fc_1234567890')), {
        sessionResumptionUpdate: {},
      }),
      answerTool,
      ...send(together(audio(9600), said('Sunny.')), generationComplete),
      ...send(turnComplete(usage('gemini', 482, 69))),
    ],
    expected: expected(
      [{ tokens: null }, { tokens: tokens(482, 69), inputEnd: after }],
      tokens(482, 69),
      {
        toolCalls: 1,
      },
    ),
  },
  {
    name: 'tool-on-vertex',
    source:
      'pydantic-ai gateway tool round: the calling turn ends after the answer; two usages, UUID',
    api: 'vertex',
    model: hcVertex,
    setup: tools,
    steps: [
      askByContent,
      ...send(toolCall(call('get_weather', uuid))),
      answerTool,
      ...send(generationComplete, turnComplete(usage('vertex', 40, 8))),
      ...send(said('Sunny.'), vertexAudio(9600), generationComplete),
      ...send(turnComplete(usage('vertex', 70, 26))),
    ],
    expected: expected(
      [{ tokens: tokens(40, 8) }, { tokens: tokens(70, 26), inputEnd: after }],
      tokens(110, 34),
      {
        toolCalls: 1,
        notes: 'the first span ends at the toolCall and takes the usage that comes later',
      },
    ),
  },
  {
    name: 'tool-on-vertex-2.0',
    source:
      'js-genai recording Vertex send_tool_response: generationComplete right after toolCall, no ids',
    api: 'vertex',
    model: 'gemini-2.0-flash-live-preview-04-09',
    setup: tools,
    steps: [
      askByContent,
      ...send(toolCall(call('get_weather')), generationComplete),
      answerTool,
      ...send(turnComplete(usage('vertex', 40, 8))),
      ...spokenTurn('vertex', 70, 26),
    ],
    expected: expected(
      [{ tokens: tokens(40, 8) }, { tokens: tokens(70, 26), inputEnd: after }],
      tokens(110, 34),
      { toolCalls: 1 },
    ),
  },
  {
    name: 'speech-before-call',
    source: 'livekit/agents#5742, 3.1: no generationComplete between',
    api: 'gemini',
    model: live31,
    setup: tools,
    steps: [
      askByContent,
      ...send(together(audio(9600), said('Let me look.')), toolCall(call('get_weather', 'fc_1'))),
      answerTool,
      ...spokenTurn('gemini', 143, 40),
    ],
    expected: expected(
      [
        { tokens: null, inputEnd: 'client_content' },
        { tokens: tokens(143, 40), inputEnd: after },
      ],
      tokens(143, 40),
      { toolCalls: 1 },
    ),
  },
  {
    name: 'audio-after-call',
    source: 'livekit/agents#7195, #6569: audio of the same turn follows the call',
    api: 'gemini',
    model: live31,
    setup: tools,
    steps: [
      askByContent,
      ...send(toolCall(call('get_weather', 'fc_1')), audio(9600), audio(9600)),
      answerTool,
      ...send(audio(9600), generationComplete, turnComplete(usage('gemini', 143, 40))),
    ],
    expected: expected([{ tokens: tokens(143, 40), inputEnd: 'client_content' }], tokens(143, 40), {
      toolCalls: 1,
      notes: 'output between call and answer: the answer does not end the generation',
    }),
  },
  {
    name: 'audio-after-call-to-the-turn-end',
    source: 'livekit/agents#7195, #6569',
    api: 'gemini',
    model: live31,
    setup: tools,
    steps: [
      askByContent,
      ...send(toolCall(call('get_weather', 'fc_1')), audio(9600), generationComplete),
      ...send(turnComplete(usage('gemini', 100, 10))),
      answerTool,
      ...spokenTurn('gemini', 143, 19),
    ],
    expected: expected(
      [
        { tokens: tokens(100, 10), inputEnd: 'client_content' },
        { tokens: tokens(143, 19), inputEnd: after },
      ],
      tokens(243, 29),
      { toolCalls: 1 },
    ),
  },
  {
    name: 'call-after-turn-complete',
    source: 'livekit/agents-js#937',
    api: 'gemini',
    model: na,
    setup: tools,
    steps: [
      askByContent,
      ...spokenTurn('gemini', 100, 10),
      ...send(toolCall(call('get_weather', 'function-call-1'))),
      answerTool,
      ...spokenTurn('gemini', 143, 19),
    ],
    expected: expected(
      [
        { tokens: tokens(100, 10), inputEnd: 'client_content' },
        { tokens: null },
        { tokens: tokens(143, 19), inputEnd: after },
      ],
      tokens(243, 29),
      { toolCalls: 1 },
    ),
  },
  {
    name: 'call-with-turn-complete',
    source: 'livekit/agents#7151, #7164: in one frame',
    api: 'gemini',
    model: live31,
    setup: tools,
    steps: [
      askByContent,
      ...send(
        together(toolCall(call('get_weather', 'fc_1')), turnComplete(usage('gemini', 100, 8))),
      ),
      answerTool,
      ...spokenTurn('gemini', 143, 19),
    ],
    expected: expected(
      [{ tokens: tokens(100, 8) }, { tokens: tokens(143, 19), inputEnd: after }],
      tokens(243, 27),
      {
        toolCalls: 1,
        notes: 'order inside the frame does not count: the call is part of the turn',
      },
    ),
  },
  {
    name: 'calls-in-separate-frames',
    source: 'livekit/agents-js#1137',
    api: 'gemini',
    model: na,
    setup: tools,
    steps: [
      askByContent,
      ...send(toolCall(call('get_weather', 'function-call-1', { city: 'Paris' }))),
      ...send(toolCall(call('get_weather', 'function-call-2', { city: 'Rome' }))),
      { expect: 'toolResponse', say: answer('function-call-1') },
      { expect: 'toolResponse', say: answer('function-call-2') },
      ...spokenTurn('gemini', 143, 19),
    ],
    expected: expected(
      [{ tokens: null }, { tokens: tokens(143, 19), inputEnd: after }],
      tokens(143, 19),
      {
        toolCalls: 2,
      },
    ),
  },
  {
    name: 'calls-one-after-the-other',
    source: 'ai.google.dev/api/live; pydantic-ai tool rounds',
    api: 'gemini',
    model: na,
    setup: tools,
    steps: [
      askByContent,
      ...send(toolCall(call('get_weather', 'function-call-1'))),
      answerTool,
      ...send(toolCall(call('get_weather', 'function-call-2'))),
      answerTool,
      ...spokenTurn('gemini', 143, 19),
    ],
    expected: expected(
      [{ tokens: null }, { tokens: null }, { tokens: tokens(143, 19), inputEnd: after }],
      tokens(143, 19),
      { toolCalls: 2 },
    ),
  },
  {
    name: 'calls-in-one-frame',
    source: 'types: toolCall.functionCalls is a list',
    api: 'gemini',
    model: na,
    setup: tools,
    steps: [
      askByContent,
      ...send(
        toolCall(
          call('get_weather', 'function-call-1', { city: 'Paris' }),
          call('get_weather', 'function-call-2', { city: 'Rome' }),
        ),
      ),
      answerTool,
      ...spokenTurn('gemini', 143, 19),
    ],
    expected: expected(
      [{ tokens: null }, { tokens: tokens(143, 19), inputEnd: after }],
      tokens(143, 19),
      {
        toolCalls: 2,
      },
    ),
  },
  {
    name: 'call-as-part-and-message',
    source: 'mastra-ai/mastra#22969, one report: the same id twice',
    api: 'gemini',
    model: na,
    setup: tools,
    steps: [
      askByContent,
      ...send(model({ functionCall: call('get_weather', 'function-call-1') })),
      ...send(toolCall(call('get_weather', 'function-call-1'))),
      answerTool,
      ...spokenTurn('gemini', 143, 19),
    ],
    expected: expected(
      [{ tokens: null }, { tokens: tokens(143, 19), inputEnd: after }],
      tokens(143, 19),
      {
        toolCalls: 1,
        notes: 'the part begins the generation, the toolCall the execute_tool span: one span',
      },
    ),
  },
  {
    name: 'calls-without-ids',
    source: 'js-genai recordings at e37ef187a: none on Vertex AI in 2025',
    api: 'vertex',
    model: hcVertex,
    setup: tools,
    steps: [
      askByContent,
      ...send(toolCall(call('get_weather'), call('get_time'))),
      {
        expect: 'toolResponse',
        say: client.toolResponse(
          { name: 'get_time', response: { output: 'noon' } },
          { name: 'get_weather', response: { output: 'sunny' } },
        ),
      },
      ...send(generationComplete, turnComplete(usage('vertex', 40, 8))),
      ...spokenTurn('vertex', 70, 26),
    ],
    expected: expected(
      [{ tokens: tokens(40, 8) }, { tokens: tokens(70, 26), inputEnd: after }],
      tokens(110, 34),
      { toolCalls: 2 },
    ),
  },
  {
    name: 'call-cancelled',
    source:
      'types: toolCallCancellation, only when a client interrupts; no capture shows its place',
    api: 'gemini',
    model: na,
    setup: tools,
    steps: [
      askByContent,
      ...send(toolCall(call('get_weather', 'function-call-1'))),
      { expect: 'clientContent', say: client.content('Never mind.') },
      ...send(cancellation('function-call-1'), interrupted, turnComplete(usage('gemini', 60, 8))),
      ...spokenTurn('gemini', 90, 12),
    ],
    expected: expected(
      [
        { tokens: tokens(60, 8), finish: 'interrupted' },
        { tokens: tokens(90, 12), inputEnd: 'client_content' },
      ],
      tokens(150, 20),
      { interruptions: 1, toolCalls: 1 },
    ),
  },
  {
    name: 'call-cancelled-after-interrupted',
    source: 'types: toolCallCancellation; no capture shows its place',
    api: 'gemini',
    model: na,
    setup: tools,
    steps: [
      askByContent,
      ...send(
        toolCall(call('get_weather', 'function-call-1'), call('get_weather', 'function-call-2')),
      ),
      askByAudio,
      ...send(interrupted, turnComplete(usage('gemini', 60, 8))),
      ...send(cancellation('function-call-1', 'function-call-2')),
      ...spokenTurn('gemini', 90, 12),
    ],
    expected: expected(
      [
        { tokens: tokens(60, 8), finish: 'interrupted' },
        { tokens: tokens(90, 12), inputEnd: null },
      ],
      tokens(150, 20),
      { interruptions: 1, toolCalls: 2 },
    ),
  },
  {
    name: 'barge-in-over-a-call',
    source:
      'livekit/agents#6569: 12 s call on Vertex AI native audio; the result is still delivered',
    api: 'vertex',
    model: naVertex,
    setup: tools,
    steps: [
      askByAudio,
      ...send(toolCall(call('get_weather', uuid))),
      askByAudio,
      ...send(interrupted, turnComplete(usage('vertex', 60, 8))),
      answerTool,
      ...spokenTurn('vertex', 90, 12),
    ],
    expected: expected(
      [
        { tokens: tokens(60, 8), finish: 'interrupted' },
        { tokens: tokens(90, 12), inputEnd: after },
      ],
      tokens(150, 20),
      { interruptions: 1, toolCalls: 1 },
    ),
  },
  {
    name: 'content-during-blocking-call',
    source: 'cookbook tools notebook, cell 37: it gets its own turn later',
    api: 'gemini',
    model: na,
    setup: tools,
    steps: [
      askByContent,
      ...send(toolCall(call('get_weather', 'function-call-1'))),
      { expect: 'clientContent', say: client.content('And what is two plus two?') },
      answerTool,
      ...spokenTurn('gemini', 100, 20),
      ...spokenTurn('gemini', 130, 15),
    ],
    expected: expected(
      [{ tokens: null }, { tokens: tokens(100, 20), inputEnd: after }, { tokens: tokens(130, 15) }],
      tokens(230, 35),
      { toolCalls: 1 },
    ),
  },
  {
    name: 'executable-code',
    source: 'js-genai recording ML_Dev send_tool_response: code before the toolCall, half-cascade',
    api: 'gemini',
    model: hc,
    setup: tools,
    steps: [
      askByContent,
      ...send(
        model({ executableCode: { language: 'PYTHON', code: 'default_api.get_weather()\n' } }),
        toolCall(call('get_weather', 'function-call-1')),
      ),
      answerTool,
      ...send(model({ codeExecutionResult: { outcome: 'OUTCOME_OK', output: 'sunny' } })),
      ...spokenTurn('gemini', 143, 19),
    ],
    expected: expected(
      [{ tokens: null }, { tokens: tokens(143, 19), inputEnd: after }],
      tokens(143, 19),
      {
        toolCalls: 1,
      },
    ),
  },
  {
    name: 'response-to-no-call',
    source: 'js-genai recording Vertex function_responses: it makes Vertex AI speak',
    api: 'vertex',
    model: hcVertex,
    setup: tools,
    steps: [
      { expect: 'toolResponse', say: answer('no-such-call') },
      ...spokenTurn('vertex', 30, 12),
    ],
    expected: expected([{ tokens: tokens(30, 12), inputEnd: after }], tokens(30, 12)),
  },
  {
    name: 'thoughts-before-call',
    source: 'pydantic-ai: a thought frame before the audio or the toolCall',
    api: 'gemini',
    model: na,
    setup: tools,
    steps: [
      askByContent,
      ...send(thought('I need the weather.'), toolCall(call('get_weather', 'function-call-1'))),
      answerTool,
      ...send(thought('Sunny, then.')),
      ...spokenTurn('gemini', 143, 19, 40),
    ],
    expected: expected(
      [{ tokens: null }, { tokens: tokens(143, 59), inputEnd: after }],
      tokens(143, 59),
      {
        toolCalls: 1,
      },
    ),
  },
];

function answer(id: string) {
  return client.toolResponse({ id, name: 'get_weather', response: { output: 'sunny' } });
}
