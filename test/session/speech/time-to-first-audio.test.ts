import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { observe, type Observed } from '../../instrumentation/observed.js';
import {
  click,
  hiss,
  hum,
  mixed,
  seconds,
  sequence,
  silence,
  voice,
} from '../../protocol/audio/sounds.js';
import type { JsonObject } from '../../simulator/json.js';
import {
  audio,
  client,
  generationComplete,
  interrupted,
  toolCall,
  turnComplete,
} from '../../simulator/messages.js';
import { answer, converse, type Act, type Manner, type Told } from './conversation.js';

/** The end of input that an answer is measured from: its source, and when it was. */
type End = readonly [source: string, at: (told: Told) => number];

interface Scenario {
  readonly name: string;
  readonly acts: readonly Act[];
  readonly setup?: JsonObject;
  /** Of each generation: the end that it answers, and the act in which its first audio comes. */
  readonly expected: readonly { readonly end: End | undefined; readonly act: number }[];
}

/** A client that speaks in its room: 0.4 s of room, 0.8 s of voice, 0.6 s of room. */
const question = sequence(hiss(0.4, 60), voice(0.8, 8_000), hiss(0.6, 60));
const room = hiss(1, 60);
const ask: Act = { say: question };

/** When the voice of a question was over that was said in the act. */
const said = (act: number): End => ['audio_level', (told) => told.at[act]! + 1_200];
const sent = (source: string, act: number): End => [source, (told) => told.at[act]!];
const none = (act: number): { end: undefined; act: number } => ({ end: undefined, act });

const manners: Readonly<Record<string, Manner>> = {
  'chunks of 10 ms': { chunk: 10 },
  'chunks of 100 ms': { chunk: 100 },
  'chunks of 500 ms': { chunk: 500 },
  'chunks of 20 ms, ten at a time': { together: 10 },
  bytes: { form: 'bytes' },
  'an ArrayBuffer': { form: 'ArrayBuffer' },
  'media chunks': { mediaChunks: true },
  'a type without a rate': { mimeType: 'audio/pcm' },
};

const otherTypes = [
  'audio/pcm;rate=16000;channels=3',
  'audio/pcm;rate=16000;encoding=float',
  'audio/l16;rate=16000',
  'audio/opus',
  'audio/x-alaw-basic',
];

const toolAnswer = client.toolResponse({ id: 'a', name: 'get_weather', response: { output: 'x' } });

const scenarios: readonly Scenario[] = [
  {
    name: 'a question and its answer',
    acts: [ask, answer],
    expected: [{ end: said(0), act: 1 }],
  },
  ...Object.entries(manners).map(([name, manner]) => ({
    name: `a question in ${name}`,
    acts: [{ say: question, ...manner }, answer],
    expected: [{ end: said(0), act: 1 }],
  })),
  ...[8_000, 24_000, 48_000].map((rate) => ({
    name: `a question at ${rate} Hz`,
    acts: [
      { say: sequence(hiss(0.4, 60, rate), voice(0.8, 8_000, rate), hiss(0.6, 60, rate)) },
      answer,
    ],
    expected: [{ end: said(0), act: 1 }],
  })),
  ...otherTypes.map((mimeType) => ({
    name: `a question as ${mimeType}`,
    acts: [{ say: question, mimeType }, answer],
    expected: [none(1)],
  })),
  {
    name: 'a question, and the microphone is off when it is said',
    acts: [{ say: sequence(hiss(0.4, 60), voice(0.8, 8_000)) }, { wait: 500 }, answer],
    expected: [{ end: said(0), act: 2 }],
  },
  {
    name: 'a recording that is sent at once',
    acts: [{ say: question, together: Infinity }, { wait: 300 }, answer],
    expected: [{ end: sent('audio_level', 0), act: 2 }],
  },
  {
    name: 'a greeting in a room',
    acts: [{ say: room }, answer],
    expected: [none(1)],
  },
  {
    name: 'a greeting after a click, beside a hum',
    acts: [{ say: mixed(hum(1.5, 2_000), sequence(silence(0.7), click(20_000))) }, answer],
    expected: [none(1)],
  },
  {
    name: 'a click after the question',
    acts: [ask, { say: sequence(click(20_000), hiss(0.4, 60)) }, answer],
    expected: [{ end: said(0), act: 2 }],
  },
  {
    name: 'two utterances before one answer',
    acts: [ask, ask, answer],
    expected: [{ end: said(1), act: 2 }],
  },
  {
    name: 'a second answer to the same words',
    acts: [ask, answer, { say: room }, answer],
    expected: [{ end: said(0), act: 1 }, none(3)],
  },
  {
    name: 'two questions and two answers',
    acts: [ask, answer, ask, answer],
    expected: [
      { end: said(0), act: 1 },
      { end: said(2), act: 3 },
    ],
  },
  {
    name: 'barge-in',
    acts: [
      ask,
      { reply: [audio(4_800)] },
      ask,
      { reply: [interrupted, turnComplete()] },
      { wait: 100 },
      answer,
    ],
    expected: [
      { end: said(0), act: 1 },
      { end: said(2), act: 5 },
    ],
  },
  {
    name: 'somebody who speaks on when the answer comes',
    acts: [{ say: sequence(hiss(0.4, 60), voice(1.1, 8_000)), chunk: 500 }, answer],
    expected: [none(1)],
  },
  {
    name: 'somebody who begins again when the answer comes',
    acts: [ask, { say: voice(0.3, 8_000) }, answer],
    expected: [{ end: said(0), act: 2 }],
  },
  {
    name: 'words that are typed after a question',
    acts: [ask, { send: client.text('Rome') }, { wait: 100 }, answer],
    expected: [{ end: sent('text', 1), act: 3 }],
  },
  {
    name: 'a question after words that are typed',
    acts: [{ send: client.text('Rome') }, { wait: 300 }, ask, answer],
    expected: [{ end: said(2), act: 3 }],
  },
  {
    name: 'content while somebody speaks',
    acts: [
      { say: sequence(hiss(0.4, 60), voice(0.4, 8_000)), chunk: 200 },
      { send: client.content('Rome') },
      { say: sequence(voice(0.4, 8_000), hiss(0.4, 60)), chunk: 200 },
      answer,
    ],
    expected: [{ end: sent('client_content', 1), act: 3 }],
  },
  {
    name: 'a question that the server detects as well',
    acts: [
      ask,
      { reply: [{ voiceActivity: { type: 'ACTIVITY_END', audioOffset: '1.700s' } }] },
      answer,
    ],
    expected: [{ end: said(0), act: 2 }],
  },
  {
    name: 'what the server alone detects',
    acts: [
      { say: hum(1, 3_000) },
      { reply: [{ voiceActivity: { type: 'ACTIVITY_END' } }] },
      { wait: 200 },
      answer,
    ],
    expected: [{ end: sent('voice_activity', 1), act: 3 }],
  },
  {
    name: 'what the server alone detects, and says where',
    acts: [
      { say: hum(0.5, 3_000) },
      { wait: 600 },
      { say: hum(1, 3_000), chunk: 100 },
      { reply: [{ voiceActivity: { type: 'ACTIVITY_END', audioOffset: '0.900s' } }] },
      answer,
    ],
    expected: [{ end: ['voice_activity', ({ at }) => at[2]! + 400], act: 4 }],
  },
  {
    name: 'a late word of the server for what was answered',
    acts: [
      ask,
      answer,
      { reply: [{ voiceActivity: { type: 'ACTIVITY_END', audioOffset: '1.500s' } }] },
      answer,
    ],
    expected: [{ end: said(0), act: 1 }, none(3)],
  },
  {
    name: 'a tool',
    acts: [
      ask,
      { reply: [toolCall({ id: 'a', name: 'get_weather', args: {} })] },
      { wait: 100 },
      { send: toolAnswer },
      { wait: 200 },
      answer,
    ],
    expected: [none(1), { end: sent('tool_response', 3), act: 5 }],
  },
  {
    name: 'a question behind a tool’s answer',
    acts: [
      ask,
      { reply: [toolCall({ id: 'a', name: 'get_weather', args: {} })] },
      { send: toolAnswer },
      ask,
      answer,
    ],
    expected: [none(1), { end: said(3), act: 4 }],
  },
  {
    name: 'an answer without sound, and another one',
    acts: [
      ask,
      {
        reply: [
          toolCall({ id: 'a', name: 'get_weather', args: {} }),
          generationComplete,
          turnComplete(),
        ],
      },
      answer,
    ],
    expected: [none(1), none(2)],
  },
  {
    name: 'a microphone that is switched off behind the question',
    acts: [ask, { send: client.audioStreamEnd }, { wait: 200 }, answer],
    expected: [{ end: sent('audio_stream_end', 1), act: 3 }],
  },
  {
    name: 'a question that is answered with nothing',
    acts: [ask, { reply: [generationComplete, turnComplete()] }, answer],
    expected: [none(2)],
  },
  {
    name: 'manual detection, and nobody says when it is over',
    setup: { realtimeInputConfig: { automaticActivityDetection: { disabled: true } } },
    acts: [ask, answer],
    expected: [none(1)],
  },
  {
    name: 'manual detection',
    setup: { realtime_input_config: { automatic_activity_detection: { disabled: true } } },
    acts: [ask, { send: client.activityEnd }, { wait: 200 }, answer],
    expected: [{ end: sent('activity_end', 1), act: 3 }],
  },
];

/** A voice that ends at once seems to last up to so much longer: it might fade. */
const tolerance = 150;

let observed: Observed;
let told: readonly Told[];
beforeAll(async () => {
  observed = observe();
  // All at once: they take the time that they play in.
  told = await Promise.all(
    scenarios.map(({ acts, setup }) => converse(observed.WebSocket, acts, setup)),
  );
}, 60_000);
afterAll(() => observed.stop());

describe('what the caller waits', () => {
  it.each(scenarios.map((scenario, index) => [scenario.name, scenario, index] as const))(
    '%s',
    (_, { expected }, index) => {
      const { traceId, at, late } = told[index]!;
      const generations = observed
        .named('realtime_inference')
        .filter((span) => span.spanContext().traceId === traceId)
        .sort((a, b) => a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1]);
      const found = generations.map(({ attributes }) => ({
        source: attributes['gemini.live.input_end.source'],
        wait: attributes['gemini.live.time_to_first_audio'],
      }));
      expect(found.map(({ source }) => source)).toEqual(expected.map(({ end }) => end?.[0]));
      for (const [generation, { end, act }] of expected.entries()) {
        const { wait } = found[generation]!;
        if (end === undefined) expect(wait).toBeUndefined();
        else {
          const waited = at[act]! - end[1](told[index]!);
          expect(Math.abs(1_000 * Number(wait) - waited)).toBeLessThan(tolerance + late);
        }
      }
    },
  );

  it('is a series of the metric for each source', async () => {
    const points = (await observed.metrics()).get('gemini.live.time_to_first_audio') ?? [];
    const sources = points.map(({ attributes }) => attributes['gemini.live.input_end.source']);
    expect(new Set(sources).size).toBe(sources.length);
    expect(sources).toContain('audio_level');
  });

  it('stands beside how the end is detected', () => {
    const detection = scenarios.map((_, index) => {
      const session = observed
        .named('gemini.live.session')
        .find((span) => span.spanContext().traceId === told[index]!.traceId);
      return session?.attributes['gemini.live.activity_detection'];
    });
    expect(detection).toEqual(
      scenarios.map(({ setup }) => (setup === undefined ? 'automatic' : 'manual')),
    );
  });
});

describe('nothing is measured', () => {
  it('with `measureSpeech: false`', { timeout: 10_000 }, async () => {
    observed.instrumentation.setConfig({ warn: false, measureSpeech: false });
    const { traceId, at } = await converse(observed.WebSocket, [
      { say: question, together: Infinity },
      answer,
      { say: question, chunk: 100 },
      { reply: [{ voiceActivity: { type: 'ACTIVITY_END', audioOffset: '2.000s' } }] },
      answer,
    ]);
    const [first, second] = observed
      .named('realtime_inference')
      .filter((span) => span.spanContext().traceId === traceId);
    expect(first?.attributes).not.toHaveProperty('gemini.live.time_to_first_audio');
    expect(second?.attributes['gemini.live.input_end.source']).toBe('voice_activity');
    // Seconds of audio that were sent behind the place are seconds that passed.
    const waited = at[4]! - (at[2]! + 1_000 * (2 - seconds(question)));
    const wait = 1_000 * Number(second?.attributes['gemini.live.time_to_first_audio']);
    expect(Math.abs(wait - waited)).toBeLessThan(tolerance);
  });
});
