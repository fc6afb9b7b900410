/*
 * What the frame readers have to find, found in the obvious way: JSON.parse, then look. Independent
 * of src on purpose.
 */
type Json = Record<string, unknown>;

const object = (v: unknown): Json | undefined =>
  typeof v === 'object' && v !== null && !Array.isArray(v) ? (v as Json) : undefined;
const list = (v: unknown): unknown[] => (Array.isArray(v) ? v : []);
const string = (v: unknown): string | undefined => (typeof v === 'string' ? v : undefined);
const some = (v: unknown): string | undefined => string(v) || undefined;
const count = (v: unknown): number | undefined =>
  typeof v === 'number' && Number.isSafeInteger(v) && v >= 0 ? Math.abs(v) : undefined;

/** Base64 is ASCII; of other text the readers count bytes, and which bytes it was is not known here. */
export interface Loose {
  audioIsNoBase64: boolean;
}

function parse(text: string): Json | undefined {
  try {
    return object(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function blob(value: unknown, mimeKeys: string[]): { mime: string; data: string } | undefined {
  const o = object(value);
  const data = string(o?.['data']);
  if (o === undefined || data === undefined) return undefined;
  const key = mimeKeys.find((k) => k in o);
  return { mime: string(key === undefined ? undefined : o[key]) ?? '', data };
}

function audio(blobs: { mime: string; data: string }[], defaultRate: number): Loose & Json {
  let audioBytes = 0;
  let audioSeconds = 0;
  let audioIsNoBase64 = false;
  for (const { mime, data } of blobs) {
    if (!/^audio\//i.test(mime)) continue;
    // eslint-disable-next-line no-control-regex
    if (/[^\x00-\x7f]/.test(data)) audioIsNoBase64 = true;
    const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0;
    const bytes = Math.floor(((data.length - padding) * 3) / 4);
    const rate = Number(/;\s*rate\s*=\s*(\d+)/i.exec(mime)?.[1] ?? 0);
    audioBytes += bytes;
    audioSeconds += bytes / 2 / (rate > 0 && rate < 1e6 ? rate : defaultRate);
  }
  return { audioBytes, audioSeconds, audioIsNoBase64 };
}

function details(value: unknown): Json | undefined {
  const names = ['TEXT', 'AUDIO', 'IMAGE', 'VIDEO', 'DOCUMENT'];
  const sums: Record<string, number> = {};
  for (const entry of list(value).map(object)) {
    const modality = string(entry?.['modality']);
    const tokens = count(entry?.['tokenCount']);
    if (modality === undefined || !names.includes(modality) || tokens === undefined) continue;
    const sum = (sums[modality.toLowerCase()] ?? 0) + tokens;
    if (Number.isSafeInteger(sum)) sums[modality.toLowerCase()] = sum;
  }
  return Object.keys(sums).length > 0 ? sums : undefined;
}

export function serverReference(text: string, content: boolean): (Json & Loose) | undefined {
  const message = parse(text);
  if (message === undefined) return undefined;
  const sc = object(message['serverContent']);
  const parts = list(object(sc?.['modelTurn'])?.['parts']);
  const blobs = parts
    .map((p) => blob(object(p)?.['inlineData'], ['mimeType']))
    .filter((b) => b !== undefined);
  const texts = parts
    .map(object)
    .filter((p) => p?.['thought'] !== true)
    .map((p) => some(p?.['text']))
    .filter((t) => t !== undefined);
  const transcript = (key: string): string | undefined => some(object(sc?.[key])?.['text']);
  const calls = list(object(message['toolCall'])?.['functionCalls'])
    .map(object)
    .filter((c) => c !== undefined);
  const u = object(message['usageMetadata']);
  const goAway = object(message['goAway']);
  const duration = (v: unknown): number | undefined =>
    /^-?\d{1,12}(\.\d{1,9})?s$/.test(string(v) ?? '') ? Number.parseFloat(String(v)) : undefined;
  const resumption = object(message['sessionResumptionUpdate']);
  const activity = (v: unknown): string | undefined =>
    v === 'ACTIVITY_START' ? 'start' : v === 'ACTIVITY_END' ? 'end' : undefined;
  const voice = object(message['voiceActivity']);
  const signal = object(message['voiceActivityDetectionSignal'])?.['vadSignalType'];
  const facts = {
    setupComplete: object(message['setupComplete']) !== undefined,
    sessionId: string(object(message['setupComplete'])?.['sessionId']),
    serverContent: sc !== undefined,
    parts: parts.length,
    ...audio(blobs, 24_000),
    imageParts: blobs.filter((b) => /^image\//i.test(b.mime)).length,
    textParts: texts.length,
    thoughtParts: parts.filter((p) => object(p)?.['thought'] === true).length,
    text: content && texts.length > 0 ? texts.join('') : undefined,
    generationComplete: sc?.['generationComplete'] === true,
    turnComplete: sc?.['turnComplete'] === true,
    interrupted: sc?.['interrupted'] === true,
    waitingForInput: sc?.['waitingForInput'] === true,
    turnCompleteReason: string(sc?.['turnCompleteReason']),
    interactionStatus: string(sc?.['interactionStatus']),
    inputTranscription: transcript('inputTranscription') !== undefined,
    outputTranscription: transcript('outputTranscription') !== undefined,
    inputTranscript: content ? transcript('inputTranscription') : undefined,
    outputTranscript: content ? transcript('outputTranscription') : undefined,
    toolCalls: calls.slice(0, 128).map((c) => ({
      id: string(c['id']),
      name: string(c['name']),
      args: content ? c['args'] : undefined,
    })),
    toolCallCount: calls.length,
    cancelledIds: list(object(message['toolCallCancellation'])?.['ids'])
      .filter((id) => typeof id === 'string')
      .slice(0, 128),
    usage: u && {
      prompt: count(u['promptTokenCount']),
      cached: count(u['cachedContentTokenCount']),
      response: count(u['responseTokenCount']) ?? count(u['candidatesTokenCount']),
      toolUsePrompt: count(u['toolUsePromptTokenCount']),
      thoughts: count(u['thoughtsTokenCount']),
      total: count(u['totalTokenCount']),
      promptDetails: details(u['promptTokensDetails']),
      cacheDetails: details(u['cacheTokensDetails']),
      responseDetails: details(u['responseTokensDetails']) ?? details(u['candidatesTokensDetails']),
      toolUsePromptDetails: details(u['toolUsePromptTokensDetails']),
    },
    goAway: goAway !== undefined,
    timeLeft: duration(goAway?.['timeLeft']),
    resumption: resumption !== undefined,
    newHandle: string(resumption?.['newHandle']),
    resumable: resumption?.['resumable'] === true,
    voiceActivity:
      activity(voice?.['type']) ??
      activity(voice?.['voiceActivityType']) ??
      (signal === 'VAD_SIGNAL_TYPE_SOS'
        ? 'start'
        : signal === 'VAD_SIGNAL_TYPE_EOS'
          ? 'end'
          : undefined),
    voiceOffset: duration(voice?.['audioOffset']),
  } as Json & Loose;
  return { ...facts, onlyAudio: isOnlyAudio(facts) };
}

/** Whether but for its audio a frame says no more than an empty one that tells of its turn. */
function isOnlyAudio(facts: Json): boolean {
  const ofNoMatter = [
    'serverContent',
    'parts',
    'audioBytes',
    'audioSeconds',
    'audioIsNoBase64',
    'voiceOffset',
    // Its text, where it is read, is told.
    'outputTranscription',
  ];
  const told = Object.entries(facts).filter(
    ([key, value]) =>
      ![...ofNoMatter, 'turnCompleteReason', 'interactionStatus', 'timeLeft', 'newHandle'].includes(
        key,
      ) &&
      !['resumable', 'sessionId', 'text'].includes(key) &&
      value !== false &&
      value !== undefined &&
      value !== 0 &&
      !(Array.isArray(value) && value.length === 0),
  );
  return facts['parts'] === 1 && Number(facts['audioBytes']) > 0 && told.length === 0;
}

export function clientReference(text: string, content: boolean): (Json & Loose) | undefined {
  const message = parse(text);
  if (message === undefined) return undefined;
  const get = (o: Json | undefined, camel: string, snake: string): unknown =>
    o !== undefined && camel in o ? o[camel] : o?.[snake];
  const mimeKeys = ['mimeType', 'mime_type'];
  const input = object(get(message, 'realtimeInput', 'realtime_input'));
  const chunks = list(get(input, 'mediaChunks', 'media_chunks')).map((c) => blob(c, mimeKeys));
  const blobs = [blob(input?.['audio'], mimeKeys), ...chunks].filter((b) => b !== undefined);
  const cc = object(get(message, 'clientContent', 'client_content'));
  const turns = get(cc, 'turns', 'turns');
  const messages = list(turns)
    .map(object)
    .map((turn) => ({
      role: string(turn?.['role']) ?? 'user',
      text: list(turn?.['parts'])
        .map(object)
        .filter((p) => p?.['thought'] !== true)
        .map((p) => string(p?.['text']) ?? '')
        .join(''),
    }))
    .filter((m) => m.text !== '')
    .slice(0, 128);
  const response = object(get(message, 'toolResponse', 'tool_response'));
  const allTurns = messages.map((m) => m.text).join('') || undefined;
  return {
    bytes: Buffer.byteLength(text),
    ...audio(blobs, 16_000),
    video:
      object(input?.['video']) !== undefined ||
      chunks.some((b) => b !== undefined && /^(image|video)\//i.test(b.mime)),
    text: some(input?.['text']) !== undefined,
    activityStart: object(get(input, 'activityStart', 'activity_start')) !== undefined,
    activityEnd: object(get(input, 'activityEnd', 'activity_end')) !== undefined,
    audioStreamEnd: get(input, 'audioStreamEnd', 'audio_stream_end') === true,
    clientContent: cc !== undefined,
    turnComplete: get(cc, 'turnComplete', 'turn_complete') === true,
    inputText: content ? (some(input?.['text']) ?? allTurns) : undefined,
    inputMessages: content && Array.isArray(turns) ? messages : undefined,
    toolResponses: list(get(response, 'functionResponses', 'function_responses'))
      .map(object)
      .filter((r) => r !== undefined)
      .slice(0, 128)
      .map((r) => ({
        id: string(r['id']),
        name: string(r['name']),
        willContinue: get(r, 'willContinue', 'will_continue') === true,
        scheduling: string(r['scheduling']),
        response: content ? r['response'] : undefined,
      })),
  } as Json & Loose;
}
