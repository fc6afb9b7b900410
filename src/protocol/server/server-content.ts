import { isOfType, readBlob, type AudioTally } from '../audio/audio-blob.js';
import type { JsonCursor } from '../json/json-cursor.js';
import { Names } from '../json/names.js';
import type { ServerFacts } from './server-facts.js';

/*
 * `serverContent` and what is inside it. As with JSON.parse, the last of several equal keys wins:
 * each function forgets what an earlier value said before it reads the next.
 */

const SERVER_CONTENT = new Names([
  'modelTurn',
  'generationComplete',
  'turnComplete',
  'interrupted',
  'waitingForInput',
  'turnCompleteReason',
  'interactionStatus',
  'inputTranscription',
  'outputTranscription',
]);
const MODEL_TURN = new Names(['parts']);
const PART = new Names(['text', 'thought', 'inlineData']);
const TRANSCRIPTION = new Names(['text']);

/** Where the text of the output transcription stands, where the frame has one. */
export interface TranscriptPlace {
  start: number;
  stop: number;
}

/** Reads the next value as a `serverContent`. */
export function readServerContent(
  json: JsonCursor,
  facts: ServerFacts,
  audio: AudioTally,
  transcript: TranscriptPlace,
  content: boolean,
): void {
  forgetContent(facts, audio);
  if (!json.enterObject()) return;
  facts.serverContent = true;
  for (let key = json.nextKey(SERVER_CONTENT); key !== undefined;) {
    switch (key) {
      case 'modelTurn':
        readModelTurn(json, facts, audio, content);
        break;
      case 'generationComplete':
        facts.generationComplete = json.isTrue();
        break;
      case 'turnComplete':
        facts.turnComplete = json.isTrue();
        break;
      case 'interrupted':
        facts.interrupted = json.isTrue();
        break;
      case 'waitingForInput':
        facts.waitingForInput = json.isTrue();
        break;
      case 'turnCompleteReason':
        facts.turnCompleteReason = json.text();
        break;
      case 'interactionStatus':
        facts.interactionStatus = json.text();
        break;
      case 'inputTranscription': {
        const text = readTranscription(json, content, undefined);
        facts.inputTranscription = text !== undefined;
        facts.inputTranscript = content ? text : undefined;
        break;
      }
      case 'outputTranscription': {
        const text = readTranscription(json, content, transcript);
        facts.outputTranscription = text !== undefined;
        facts.outputTranscript = content ? text : undefined;
        break;
      }
      default:
        json.skip();
    }
    key = json.nextKey(SERVER_CONTENT);
  }
}

function readModelTurn(
  json: JsonCursor,
  facts: ServerFacts,
  audio: AudioTally,
  content: boolean,
): void {
  forgetParts(facts, audio);
  if (!json.enterObject()) return;
  for (let key = json.nextKey(MODEL_TURN); key !== undefined; key = json.nextKey(MODEL_TURN)) {
    if (key !== 'parts') {
      json.skip();
      continue;
    }
    forgetParts(facts, audio);
    if (!json.enterArray()) continue;
    while (json.nextElement()) {
      facts.parts += 1;
      readPart(json, facts, audio, content);
    }
  }
}

function readPart(json: JsonCursor, facts: ServerFacts, audio: AudioTally, content: boolean): void {
  if (!json.enterObject()) return;
  let text: string | undefined;
  let thought = false;
  let blob: ReturnType<typeof readBlob> | undefined;
  for (let key = json.nextKey(PART); key !== undefined; key = json.nextKey(PART)) {
    if (key === 'text') text = readSomeText(json, content);
    else if (key === 'thought') thought = json.isTrue();
    else if (key === 'inlineData') blob = readBlob(json);
    else json.skip();
  }
  if (thought) facts.thoughtParts += 1;
  else if (text !== undefined) {
    facts.textParts += 1;
    if (content) facts.text = (facts.text ?? '') + text;
  }
  if (blob === undefined) return;
  audio.add(blob);
  if (isOfType(blob, 'image/')) facts.imageParts += 1;
}

/**
 * The transcription's text, where there is some; see {@link readSomeText}.
 *
 * @param place - Is told where it stands.
 */
function readTranscription(
  json: JsonCursor,
  content: boolean,
  place: TranscriptPlace | undefined,
): string | undefined {
  let text: string | undefined;
  if (!json.enterObject()) return undefined;
  for (let key = json.nextKey(TRANSCRIPTION); key !== undefined;) {
    if (key === 'text') {
      text = readSomeText(json, content);
      if (place !== undefined && text !== undefined) {
        place.start = json.start;
        place.stop = json.stop;
      }
    } else json.skip();
    key = json.nextKey(TRANSCRIPTION);
  }
  return text;
}

/** A text that is not empty; without content mode '' stands for whatever it is. */
function readSomeText(json: JsonCursor, content: boolean): string | undefined {
  if (!json.isString() || json.start === json.stop) return undefined;
  return content ? json.decode() : '';
}

function forgetContent(facts: ServerFacts, audio: AudioTally): void {
  forgetParts(facts, audio);
  facts.serverContent = false;
  facts.generationComplete = false;
  facts.turnComplete = false;
  facts.interrupted = false;
  facts.waitingForInput = false;
  facts.turnCompleteReason = undefined;
  facts.interactionStatus = undefined;
  facts.inputTranscription = false;
  facts.outputTranscription = false;
  facts.inputTranscript = undefined;
  facts.outputTranscript = undefined;
}

function forgetParts(facts: ServerFacts, audio: AudioTally): void {
  audio.clear();
  facts.parts = 0;
  facts.imageParts = 0;
  facts.textParts = 0;
  facts.thoughtParts = 0;
  facts.text = undefined;
}
