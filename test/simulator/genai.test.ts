import { GoogleGenAI, Modality, type LiveServerMessage, type Session } from '@google/genai';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSimulator, type Simulator } from './index.js';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(() => simulator.close());

const gemini = (apiKey = 'test-key'): GoogleGenAI =>
  new GoogleGenAI({ apiKey, httpOptions: { baseUrl: simulator.httpUrl } });

const vertex = (location = 'us-central1'): GoogleGenAI =>
  new GoogleGenAI({
    vertexai: true,
    project: 'test-project',
    location,
    httpOptions: {
      baseUrl: simulator.httpUrl,
      headers: { Authorization: 'Bearer test-token' },
    },
    // Any client will do: the header above is there already.
    googleAuthOptions: { authClient: offlineAuth() as never },
  });

function offlineAuth(): unknown {
  return { getRequestHeaders: () => Promise.resolve(new Headers()) };
}

interface Talk {
  readonly session: Session;
  readonly messages: LiveServerMessage[];
  until(found: (message: LiveServerMessage) => unknown): Promise<LiveServerMessage>;
}

/** @google/genai 2.x never settles `connect` where the server closes first: only onclose tells. */
function connect(
  client: GoogleGenAI,
  model: string,
  config = {},
): Promise<Talk | { code: number; reason: string }> {
  return new Promise((resolve) => {
    const messages: LiveServerMessage[] = [];
    let check = (): void => {};
    const connecting = client.live.connect({
      model,
      config: { responseModalities: [Modality.AUDIO], ...config },
      callbacks: {
        onmessage: (message) => {
          messages.push(message);
          check();
        },
        onclose: ({ code, reason }) => resolve({ code, reason }),
      },
    });
    void connecting.then((session) =>
      resolve({
        session,
        messages,
        until: (found) =>
          new Promise((met) => {
            check = () => {
              const message = messages.find(found);
              if (message) met(message);
            };
            check();
          }),
      }),
    );
  });
}

async function talk(client: GoogleGenAI, model: string, config = {}): Promise<Talk> {
  const result = await connect(client, model, config);
  if ('code' in result) throw new Error(`closed: ${result.code} ${result.reason}`);
  return result;
}

const done = (message: LiveServerMessage): unknown => message.serverContent?.turnComplete;

describe('@google/genai on the Gemini API', () => {
  it('has a spoken turn', async () => {
    const { session, messages, until } = await talk(gemini(), 'gemini-3.8-live');
    session.sendClientContent({ turns: 'Hello there', turnComplete: true });
    const last = await until(done);
    session.close();

    expect(simulator.connections[0]?.url).toBe(
      '//ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=test-key',
    );
    expect(messages[0]?.setupComplete?.sessionId).toBeUndefined();
    expect(last.usageMetadata?.responseTokenCount).toBe(17);
    expect(messages.filter((message) => message.data)).toHaveLength(3);
    const said = messages.map((message) => message.serverContent?.outputTranscription?.text ?? '');
    expect(said.join('')).toBe('You said: Hello there.');
    expect((await simulator.connections[0]?.closed)?.code).toBe(1005);
  });

  it('is closed for a Vertex AI name, with a reason of 123 bytes', async () => {
    expect(await connect(gemini(), 'gemini-live-2.5-flash-native-audio')).toEqual({
      code: 1008,
      reason:
        'models/gemini-live-2.5-flash-native-audio is not found for API version v1beta, or is not supported for bidiGenerateContent.',
    });
  });

  it('is closed for a bad key after the upgrade', async () => {
    expect(await connect(gemini('bad-key'), 'gemini-live-2.5-flash-native-audio')).toEqual({
      code: 1007,
      reason: 'API key not valid. Please pass a valid API key.',
    });
    expect(simulator.connections[0]?.status).toBe(101);
  });

  it('calls a declared tool and speaks after its answer', async () => {
    const { session, messages, until } = await talk(gemini(), 'gemini-3.8-live', {
      tools: [{ functionDeclarations: [{ name: 'get_weather' }] }],
    });
    session.sendRealtimeInput({ text: 'Please use the tool' });
    const { toolCall } = await until((message) => message.toolCall);
    const call = toolCall?.functionCalls?.[0];
    expect(call).toMatchObject({ id: 'function-call-1', name: 'get_weather' });
    expect(messages.some(done)).toBe(false);
    session.sendToolResponse({
      functionResponses: [{ id: call?.id ?? '', name: 'get_weather', response: { output: 'sun' } }],
    });
    await until(done);
    session.close();
  });

  it('is interrupted by clientContent', async () => {
    await simulator.close();
    simulator = await startSimulator({ frameMs: 20 });
    const { session, messages, until } = await talk(gemini(), 'gemini-3.8-live');
    session.sendClientContent({ turns: 'One' });
    await until((message) => message.data);
    session.sendClientContent({ turns: 'Two' });
    await until((message) => message.serverContent?.interrupted);
    await until((message) => message.serverContent?.generationComplete);
    await until(() => messages.filter(done).length === 2);
    session.close();
  });

  it('resumes with a handle that the simulator issued, and with no other', async () => {
    const resume = (handle?: string): object => ({
      sessionResumption: handle === undefined ? {} : { handle },
    });
    const { session, until } = await talk(gemini(), 'gemini-3.8-live', resume());
    const { sessionResumptionUpdate } = await until((message) => message.sessionResumptionUpdate);
    const handle = sessionResumptionUpdate?.newHandle;
    expect(handle).toBe('handle-1-secret');
    session.close();

    (await talk(gemini(), 'gemini-3.8-live', resume(handle))).session.close();
    expect(await connect(gemini(), 'gemini-3.8-live', resume('handle-99-secret'))).toEqual({
      code: 1008,
      reason: 'BidiGenerateContent session not found',
    });
    expect(await connect(gemini(), 'gemini-3.8-live', resume('nonsense'))).toEqual({
      code: 1007,
      reason: 'Invalid session handle',
    });
  });

  it('makes music', async () => {
    let arrived: (mimeType: string | undefined) => void = () => {};
    const mimeType = new Promise((resolve) => (arrived = resolve));
    let ready: () => void = () => {};
    const setUp = new Promise<void>((resolve) => (ready = resolve));
    const music = await gemini().live.music.connect({
      model: 'models/lyria-realtime-exp',
      callbacks: {
        onmessage: (message) => {
          if (message.setupComplete) ready();
          if (message.audioChunk) arrived(message.audioChunk.mimeType);
        },
      },
    });
    await setUp;
    music.play();
    expect(await mimeType).toBe('audio/pcm;rate=48000');
    music.close();
  });

  it('plays a scenario that the base URL names', async () => {
    const client = new GoogleGenAI({
      apiKey: 'k',
      httpOptions: { baseUrl: `${simulator.httpUrl}/script/close-1011` },
    });
    expect(await connect(client, 'gemini-3.8-live')).toEqual({
      code: 1011,
      reason: 'Internal error encountered.',
    });
  });
});

describe('@google/genai on Vertex AI', () => {
  it('has a spoken turn, with a session id and counts under their own names', async () => {
    const { session, messages, until } = await talk(vertex(), 'gemini-live-2.5-flash-native-audio');
    session.sendRealtimeInput({ audio: { data: 'AAAA', mimeType: 'audio/pcm;rate=16000' } });
    session.sendRealtimeInput({ activityEnd: {} });
    const last = await until(done);
    session.close();

    const { url, headers, frames } = simulator.connections[0] ?? {};
    expect(url).toBe('//ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent');
    expect(headers?.authorization).toBe('Bearer test-token');
    expect(frames?.[0]).toMatchObject({
      setup: {
        model:
          'projects/test-project/locations/us-central1/publishers/google/models/gemini-live-2.5-flash-native-audio',
      },
    });
    expect(messages[0]?.setupComplete?.sessionId).toMatch(/^[\da-f-]{36}$/);
    // js-genai renames Vertex AI's candidatesTokenCount.
    expect(last.usageMetadata?.responseTokenCount).toBe(17);
    const heard = messages.map((message) => message.serverContent?.inputTranscription?.text ?? '');
    expect(heard.join('')).toBe('What do you hear?');
  });

  it('takes an express mode key', async () => {
    const client = new GoogleGenAI({
      vertexai: true,
      apiKey: 'express-key',
      httpOptions: { baseUrl: simulator.httpUrl },
    });
    (await talk(client, 'gemini-3.8-live')).session.close();
    expect(simulator.connections[0]?.headers['x-goog-api-key']).toBe('express-key');
    expect(simulator.connections[0]?.frames[0]).toMatchObject({
      setup: { model: 'publishers/google/models/gemini-3.8-live' },
    });
  });

  it('is closed for a Gemini API name, cut at 123 bytes inside it', async () => {
    const result = await connect(vertex(), 'gemini-2.5-flash-native-audio-preview-12-2025');
    expect(result).toEqual({
      code: 1008,
      reason:
        'Publisher model `projects/test-project/locations/us-central1/publishers/google/models/gemini-2.5-flash-native-audio-preview',
    });
  });

  it('is closed for a region that does not serve the model', async () => {
    const result = await connect(vertex('global'), 'gemini-live-2.5-flash-native-audio');
    expect(result).toMatchObject({ code: 1008 });
  });

  it('answers 1007 to the Gemini API spelling and to text models', async () => {
    expect(await connect(vertex(), 'models/gemini-3.8-live')).toEqual({
      code: 1007,
      reason: 'Request contains an invalid argument.',
    });
    expect(await connect(vertex(), 'gemini-2.5-flash')).toEqual({
      code: 1007,
      reason: 'gemini-2.5-flash is not supported in the live api.',
    });
  });
});
