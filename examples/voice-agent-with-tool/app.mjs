// A voice agent: one spoken turn, one that it is slow to answer, then a question that it answers with
// a tool and a database.
import { setTimeout as sleep } from 'node:timers/promises';
import { GoogleGenAI, Modality, Type } from '@google/genai';
import { listen } from './microphone.mjs';
import { findOrder } from './orders.mjs';

const [model = 'gemini-3.8-live'] = process.argv.slice(2);
const tool = {
  name: 'find_order',
  description: 'Finds an order by its number.',
  parameters: {
    type: Type.OBJECT,
    properties: { query: { type: Type.STRING } },
    required: ['query'],
  },
};

let said = '';
let turnIsOver = () => {};

const ai = new GoogleGenAI({});
const session = await ai.live.connect({
  model,
  config: {
    responseModalities: [Modality.AUDIO],
    outputAudioTranscription: {},
    // The program says when the user speaks, for a tone is no speech.
    realtimeInputConfig: { automaticActivityDetection: { disabled: true } },
    tools: [{ functionDeclarations: [tool] }],
  },
  callbacks: {
    onmessage: ({ serverContent, toolCall }) => {
      said += serverContent?.outputTranscription?.text ?? '';
      for (const call of toolCall?.functionCalls ?? []) void answer(call);
      if (serverContent?.turnComplete) turnIsOver();
    },
    onclose: ({ code, reason }) => console.log(`closed: ${code} ${reason}\n`),
  },
});

await turn(async () => {
  session.sendRealtimeInput({ activityStart: {} });
  for await (const audio of listen(1)) session.sendRealtimeInput({ audio });
  session.sendRealtimeInput({ activityEnd: {} });
});
// The simulator obeys, and the caller hears nothing for as long.
await turn(() => session.sendRealtimeInput({ text: 'Think for 3 s, then say hello.' }));
await turn(() => session.sendRealtimeInput({ text: 'Use find_order: where is order 1234?' }));
session.close();

async function turn(speak) {
  said = '';
  const over = new Promise((resolve) => (turnIsOver = resolve));
  await speak();
  // A model may have nothing to say to a tone.
  await Promise.race([over, sleep(10_000, undefined, { ref: false })]);
  console.log(`model: ${said}`);
}

/** Runs in the context of the tool's span: what it does nests there, with no line about spans. */
async function answer({ id, name, args }) {
  const number = /\d+/.exec(args?.query ?? '')?.[0];
  const order = await findOrder(number);
  console.log(`tool:  ${name}(${number}) is ${order?.status ?? 'unknown'}`);
  const response = { output: order ?? 'There is no such order.' };
  session.sendToolResponse({ functionResponses: [{ id, name, response }] });
}
