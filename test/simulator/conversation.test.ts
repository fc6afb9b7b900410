import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { liveUrl, messages, startSimulator, type JsonObject, type Simulator } from './index.js';

const { client } = messages;

let simulator: Simulator;
let socket: WebSocket;
let received: JsonObject[];
beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(() => simulator.close());

async function begin(api: 'gemini' | 'vertex', setup: JsonObject = {}): Promise<void> {
  const prefix = api === 'vertex' ? 'projects/p/locations/global/publishers/google/' : '';
  received = [];
  socket = new WebSocket(liveUrl(simulator.url, { api }));
  socket.on('message', (data) => received.push(JSON.parse(String(data)) as JsonObject));
  await once(socket, 'open');
  say({ setup: { model: `${prefix}models/gemini-3.8-live`, ...setup } });
  await until('setupComplete');
}

function say(message: JsonObject): void {
  socket.send(JSON.stringify(message));
}

/** What each message is, in order. */
function kinds(): string[] {
  return received.map((message) =>
    Object.entries(message)
      .flatMap(([key, value]) => (key === 'serverContent' ? Object.keys(value as object) : [key]))
      .join('+'),
  );
}

async function until(kind: string, times = 1): Promise<void> {
  while (kinds().filter((one) => one === kind).length < times) await once(socket, 'message');
}

const ended = 'turnComplete+usageMetadata';
const spoken = [
  'modelTurn',
  ...['outputTranscription', 'modelTurn', 'outputTranscription', 'modelTurn'],
  'outputTranscription',
  'modelTurn',
  'generationComplete',
  ended,
];
const tools = { tools: [{ functionDeclarations: [{ name: 'get_weather' }] }] };

describe('the default conversation', () => {
  it('answers audio with its transcription and a turn', async () => {
    await begin('gemini');
    say(client.audio());
    say(client.audioStreamEnd);
    await until(ended);
    expect(kinds()).toEqual([
      'setupComplete',
      'inputTranscription',
      'inputTranscription',
      ...spoken,
    ]);
  });

  it('counts the context again in each turn, and has one usage a turn', async () => {
    await begin('vertex');
    for (const turn of [1, 2]) {
      say(client.content('one two three'));
      await until(ended, turn);
    }
    const usage = received.flatMap(({ usageMetadata }) => usageMetadata ?? []);
    expect(usage).toMatchObject([
      {
        promptTokenCount: 13,
        candidatesTokenCount: 17,
        totalTokenCount: 30,
        thoughtsTokenCount: 8,
      },
      {
        promptTokenCount: 33,
        candidatesTokenCount: 17,
        totalTokenCount: 50,
        thoughtsTokenCount: 8,
      },
    ]);
  });

  it('waits for the answer to its call, and for it alone', async () => {
    await begin('gemini', tools);
    say(client.content('get_weather please'));
    await until('toolCall');
    say(client.content('And then?'));
    say(client.toolResponse({ id: 'other', name: 'get_weather', response: {} }));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(kinds()).toEqual(['setupComplete', 'toolCall']);
    say(client.toolResponse({ id: 'function-call-1', name: 'get_weather', response: {} }));
    await until(ended, 2);
    expect(kinds()).toEqual(['setupComplete', 'toolCall', ...spoken, ...spoken]);
  });

  it('cancels its call when the user barges in', async () => {
    const manual = { realtimeInputConfig: { automaticActivityDetection: { disabled: true } } };
    await begin('gemini', { ...tools, ...manual });
    say(client.content('get_weather please'));
    await until('toolCall');
    say(client.activityStart);
    await until(ended);
    expect(kinds().slice(2)).toEqual(['toolCallCancellation', 'interrupted', ended]);
  });

  it('on Vertex AI speaks to a toolResponse without a call', async () => {
    await begin('vertex');
    say(client.toolResponse({ name: 'get_weather', response: {} }));
    await until(ended);
    expect(kinds().slice(1)).toEqual(spoken);
  });

  it('offers a new handle at the start and after each turn, where asked', async () => {
    await begin('gemini', { session_resumption: {} });
    say(client.text('Hello'));
    await until('sessionResumptionUpdate', 2);
    const handles = received.flatMap((message) => message.sessionResumptionUpdate ?? []);
    expect(handles).toEqual([
      { newHandle: 'handle-1-secret', resumable: true },
      { newHandle: 'handle-2-secret', resumable: true },
    ]);
  });
});
