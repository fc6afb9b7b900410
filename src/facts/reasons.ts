import type { CloseCause } from '../words.js';
import type { BareSentence } from './capabilities.js';
import { LINKS, type Link } from './links.js';

/** One sentence with which sessions are closed. */
export interface CloseReasonRow {
  /**
   * What the reason starts with, ignoring case: text in which `…` stands for any text, `{word}` for
   * text without white space and `{model}` for a model's name; start with `…` for "contains". A
   * reason that ends within such a text, because Google cut it, matches too where what is left is
   * distinctive. Or a RegExp, tested as it is (its `g` and `y` flags do not count).
   */
  pattern: string | RegExp | readonly (string | RegExp)[];
  /**
   * The close codes it comes with. Default: every code but 1000, 1001 and 1005. A whole sentence of
   * the built-in table is recognised under 1007, 1008 and 1011 alike, since the codes were inferred
   * from captures; a cut one under its own code only.
   */
  code?: number | readonly number[] | undefined;
  /** The cause. `model_mismatch` is left to the rule. */
  cause: Exclude<CloseCause, 'model_mismatch'>;
  /**
   * The sentence says that the model is not there, so that its name may tell more: mismatched,
   * retired, not Live, elsewhere. Only with the causes `model_not_found` and `model_not_live`.
   * Default: false.
   */
  byName?: boolean | undefined;
  /** What happened and what to do; at most 300 characters. Default: none. */
  hint?: string | undefined;
  /** Where the sentence was seen. Required of built-in rows. */
  source?: string | undefined;
}

/** A row of the built-in table. */
export interface BuiltInReasonRow extends CloseReasonRow {
  code: number;
  /** Whole sentences as they were seen, one for each pattern; the table's test holds the row against them. */
  example: readonly string[];
  link?: Link;
  source: string;
  /** What to change in what the client sent, where the sentence can mean one field only. */
  field?: string;
  /** What Google says where it names no field, so that the frames are asked. */
  bare?: BareSentence;
  /** The hint in place of `hint` where no setupComplete had come, or where it had. */
  inSetup?: string;
  inSession?: string;
}

const CAPTURED = 'captured in public logs, 2024 to 2026';
const EXPIRED =
  'The session is gone: it had reached its age limit, or its resumption handle was stale. Reconnect with the newest handle, or without one; reconnect at goAway to lose nothing.';
const HANDLE = 'setup.sessionResumption.handle';
const STALE =
  'Google does not know the resumption handle. Start a session without it, and resume with the newest handle only.';
const AUDIO_ONLY =
  "The model answers in audio only. Ask for responseModalities ['AUDIO'], and read the text from outputAudioTranscription.";
const CONFIG = 'setup.generationConfig';
const QUOTA =
  'A quota of the project is used up. Wait and reconnect with growing pauses, or ask for more.';

/**
 * The sentences that were seen, each with the code it was seen with. Adding a sentence is adding a row.
 * Rows of the same code may not share an example; a reason cut where rows of several causes still
 * agree is left unknown.
 */
export const CLOSE_REASONS: readonly BuiltInReasonRow[] = [
  // 1008: the model
  {
    // Without `models/` where setup.model had none.
    pattern: [
      'models/{model} is not found for API version',
      '{model} is not found for API version',
    ],
    code: 1008,
    cause: 'model_not_found',
    byName: true,
    example: [
      'models/gemini-2.0-flash-exp is not found for API version v1beta, or is not supported for bidiGenerateContent. Call ListModels to see the list of available models and their supported methods.',
      'models/gemini-2.0-flash-exp is not found for API version v1alpha, or is not supported for bidiGenerateContent. Call ModelService.ListModels to see the list of available models.',
      'gemini-2.5-flash-native-audio-preview-12-2025 is not found for API version v1beta, or is not supported for bidiGenerateContent.',
    ],
    source: 'livekit/agents#4414, kazunori279/adk-streaming-test, RahulMirji/Cloth_Recommendation',
  },
  {
    // To spring 2025, behind a prefix that `unwrapped` takes off.
    pattern: 'not_found: models/{model} is not found for API v',
    code: 1008,
    cause: 'model_not_found',
    byName: true,
    example: [
      'Request trace id: f102afa6f090070d, [ORIGINAL ERROR] generic::not_found: models/gemini-2.0-flash-exp is not found for API version v1alpha',
    ],
    source: 'python-genai#362',
  },
  {
    // The capital M went in July 2026.
    pattern: ['Publisher Model `{model}` was not found', 'Publisher Model was not found'],
    code: 1008,
    cause: 'model_not_found',
    byName: true,
    example: [
      'Publisher Model `projects/my-project/locations/us-central1/publishers/google/models/gemini-2.0-flash-exp` was not found or your project does not have access to it.',
      'Publisher model `projects/my-project/locations/us-central1/publishers/google/models/gemini-2.0-flash-exp` was not found or your project does not have access to it.',
      'Publisher model was not found.',
    ],
    source: 'adk-python#3314, kazunori279/adk-streaming-test a264ba8',
  },
  // 1008: the rest
  {
    pattern: 'Operation is not implemented, or supported, or enabled',
    code: 1008,
    bare: 'operation',
    cause: 'unsupported_operation',
    hint: 'Google refused an operation that this model does not have or allow, without naming it.',
    inSetup:
      'Google refused something in the setup that this model does not have or allow, without naming it.',
    inSession:
      'Google refused what was sent in the running session, without naming it: the setup had been accepted.',
    example: ['Operation is not implemented, or supported, or enabled.'],
    source: 'js-genai#1236',
  },
  {
    pattern: [
      'BidiGenerateContent session not found',
      'BidiGenerateContent session history not found',
      'BidiGenerateContent session expired',
      'Requested entity was not found',
    ],
    code: 1008,
    cause: 'session_expired',
    field: HANDLE,
    hint: EXPIRED,
    inSetup: STALE,
    inSession:
      'Google no longer finds something that this running session named. Start a new session, with its newest resumption handle if there is one.',
    link: LINKS.sessions,
    example: [
      'BidiGenerateContent session not found',
      'BidiGenerateContent session history not found',
      'BidiGenerateContent session expired',
      'Requested entity was not found.',
    ],
    source: 'captured, 4 writers, 2026-09',
  },
  {
    pattern: 'Session does not belong to this project',
    code: 1008,
    cause: 'session_expired',
    field: HANDLE,
    hint: "The resumption handle was made with another project's key. Resume with a key of the same project (mind key pools), or start without the handle.",
    link: LINKS.sessions,
    example: ['Session does not belong to this project'],
    source: 'captured, 1 writer, 2026',
  },
  {
    pattern: [
      'The operation was aborted',
      'Connection aborted because the client failed to close the connection after receiving a GoAway',
    ],
    code: 1008,
    cause: 'session_expired',
    hint: EXPIRED,
    link: LINKS.sessions,
    example: [
      'The operation was aborted.',
      'Connection aborted because the client failed to close the connection after receiving a GoAway signal once the session duration limit was reached.',
    ],
    source: 'captured, 3 writers, 2026',
  },
  {
    pattern: 'The operation was cancelled',
    code: 1008,
    cause: 'internal',
    hint: "The operation was cancelled on Google's side. Reconnect, with the resumption handle if there is one.",
    link: LINKS.sessions,
    example: ['The operation was cancelled.'],
    source: 'adk-python#5228',
  },
  {
    pattern: "Method doesn't allow unregistered callers",
    code: 1008,
    cause: 'auth',
    hint: 'Google saw no caller. An ephemeral token is taken only by BidiGenerateContentConstrained, as access_token=…; an API key belongs in key=… or x-goog-api-key.',
    link: LINKS.ephemeralTokens,
    example: [
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
    ],
    source: 'cookbook#821',
  },
  {
    pattern: 'Request had invalid authentication credentials',
    code: 1008,
    cause: 'auth',
    hint: 'Google does not accept the credentials. Get a new access token, and see that it is of the kind this API takes.',
    example: [
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
    ],
    source: CAPTURED,
  },
  {
    pattern: "Permission '{word}' denied on resource",
    code: 1008,
    cause: 'permission',
    hint: "The caller's account lacks a permission on this project or resource. Give it a role that has it, such as roles/aiplatform.user on Vertex AI, and check the project and the location.",
    link: LINKS.access,
    example: [
      "Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/projects/my-project/locations/us-central1/publishers/google/models/gemini-3.8-live' (or it may not exist).",
    ],
    source: CAPTURED,
  },
  {
    pattern: [
      'Agent Platform API has not been used in project',
      'Vertex AI API has not been used in project',
      'Gemini API has not been used in project',
      'Generative Language API has not been used in project',
      '… API has not been used in project',
    ],
    code: 1008,
    cause: 'permission',
    hint: 'The API is not enabled in the project. Enable it in the Google Cloud console, wait a few minutes, and check that this is the project you mean.',
    example: [
      'Agent Platform API has not been used in project 123456789 before or it is disabled. Enable it by visiting the console.',
      'Vertex AI API has not been used in project my-project before or it is disabled.',
      'Gemini API has not been used in project 123456789 before or it is disabled.',
      'Generative Language API has not been used in project 123456789 before or it is disabled.',
      'Some Renamed API has not been used in project 123456789 before or it is disabled.',
    ],
    source: CAPTURED,
  },
  {
    pattern: 'Your project has been denied access',
    code: 1008,
    cause: 'permission',
    hint: 'Google has denied the project access. Only Google can lift that: ask its support.',
    example: ['Your project has been denied access. Please contact support.'],
    source: CAPTURED,
  },
  {
    pattern: 'Project … not found or deleted',
    code: 1008,
    cause: 'permission',
    hint: 'Google finds no such project, or it is deleted. Check the project id in the path of the model and in the credentials.',
    example: [
      "Project 'projects/my-project' not found or deleted.",
      "Request trace id: f7ae7f8ad1a75738, Project 'projects/my-project' not found or deleted.",
    ],
    source: 'captured in public logs, 2025; GoogleCloudPlatform/generative-ai#1748',
  },
  // 1007
  {
    pattern: 'API key not valid',
    code: 1007,
    cause: 'auth',
    hint: 'Google does not know the API key. Check it for a slip, and that it is the key of this API.',
    link: LINKS.apiKey,
    example: ['API key not valid. Please pass a valid API key.'],
    source: 'kazunori279/adk-streaming-test',
  },
  {
    pattern: 'API key expired',
    code: 1007,
    cause: 'auth',
    hint: 'The API key has expired. Make a new one.',
    link: LINKS.apiKey,
    example: ['API key expired. Please renew the API key.'],
    source: 'voiceclaw#155, kazunori279/adk-streaming-test',
  },
  {
    pattern: 'API Key not found',
    code: 1007,
    cause: 'auth',
    hint: 'Google finds no API key like the one that was sent. Check what the client sends, and make a new key if the old one is gone.',
    link: LINKS.apiKey,
    example: ['API Key not found. Please pass a valid API key.'],
    source: 'kazunori279/adk-streaming-test',
  },
  {
    pattern: 'User location is not supported for the API use',
    code: 1007,
    cause: 'location',
    hint: 'The Gemini API is not offered in the country that the connection comes from. Connect from one where it is, or use Vertex AI.',
    link: LINKS.countries,
    example: ['User location is not supported for the API use.'],
    source: 'cookbook#781',
  },
  {
    pattern: '{model} is not supported in the live api',
    code: 1007,
    cause: 'model_not_live',
    byName: true,
    example: ['gemini-2.0-flash-exp is not supported in the live api.'],
    source: 'litellm#38454, kazunori279/adk-streaming-test',
  },
  {
    // The name in it is one of Google's own, not the one that was asked for.
    pattern: 'Non-existing model:',
    code: 1007,
    cause: 'model_not_live',
    byName: true,
    example: [
      "Non-existing model: 'gemini-2.5-flash-preview-dialog' from Model Management Protoconf.",
    ],
    source: 'kazunori279/adk-streaming-test',
  },
  {
    pattern: 'The requested combination of response modalities (AUDIO) is not supported',
    code: 1007,
    cause: 'unsupported_operation',
    field: `${CONFIG}.responseModalities`,
    hint: "The model does not answer in audio. Ask for responseModalities ['TEXT'].",
    link: LINKS.reference,
    example: [
      'The requested combination of response modalities (AUDIO) is not supported by the model.',
    ],
    source: 'captured, 2 writers, 2026-09',
  },
  {
    pattern: [
      'The requested combination of response modalities (TEXT',
      'Text output is not supported for native audio output model',
      'Cannot extract voices from a non-audio request',
    ],
    code: 1007,
    cause: 'unsupported_operation',
    field: `${CONFIG}.responseModalities`,
    hint: AUDIO_ONLY,
    link: LINKS.reference,
    example: [
      'The requested combination of response modalities (TEXT) is not supported by the model. models/gemini-3.1-flash-live-preview',
      'Text output is not supported for native audio output model.',
      'Cannot extract voices from a non-audio request.',
    ],
    source: 'cookbook#793, kazunori279/adk-streaming-test',
  },
  {
    pattern: [
      'The requested combination of response modalities (AUDIO, TEXT',
      'At most one response modality can be specified',
    ],
    code: 1007,
    cause: 'unsupported_operation',
    field: `${CONFIG}.responseModalities`,
    hint: "Live takes one response modality. Ask for ['AUDIO'], and set outputAudioTranscription: {} to get its text as well.",
    link: LINKS.reference,
    example: [
      'The requested combination of response modalities (AUDIO, TEXT) is not supported by the model. models/gemini-3.8-live',
      'At most one response modality can be specified in the setup request. To enable simultaneous transcription and audio output,',
    ],
    source: 'googleapis/python-genai tests; captured, 4 writers, 2025 to 2026',
  },
  {
    pattern: 'The audio content type {word} is not supported',
    code: 1007,
    cause: 'unsupported_operation',
    hint: 'This model does not take or give audio as the session asks for it. Use a model that does, or another modality.',
    link: LINKS.models,
    example: [
      'The audio content type (CONTENT_TYPE_AUDIO) is not supported for this model configuration',
    ],
    source: 'captured in public logs, 2026',
  },
  {
    pattern: [
      'Thinking level is not supported for this model',
      'thinking_level is not supported by this mode',
    ],
    code: 1007,
    cause: 'unsupported_operation',
    field: `${CONFIG}.thinkingConfig.thinkingLevel`,
    hint: 'This model takes no thinking level. Leave thinkingConfig.thinkingLevel out.',
    link: LINKS.reference,
    example: [
      'Thinking level is not supported for this model.',
      'thinking_level is not supported by this model',
    ],
    source: 'captured, 8 writers, 2026-09; pydantic-ai tests',
  },
  {
    pattern: 'Thinking level {word} is not supported for this model',
    code: 1007,
    cause: 'unsupported_operation',
    field: `${CONFIG}.thinkingConfig.thinkingLevel`,
    hint: 'This model does not take that thinking level. gemini-3.8-live-extended-thinking takes LOW, MEDIUM and HIGH; gemini-3.8-live takes none.',
    link: LINKS.reference,
    example: ['Thinking level MINIMAL is not supported for this model'],
    source: 'captured, 3 writers, 2026-09',
  },
  {
    pattern: 'Function response scheduling is not supported for this model',
    code: 1007,
    cause: 'unsupported_operation',
    field: 'toolResponse.functionResponses.scheduling',
    hint: 'This model takes no scheduling in a function response. Leave scheduling and willContinue out.',
    link: LINKS.reference,
    example: ['Function response scheduling is not supported for this model'],
    source: 'openclaw#152413, pydantic-ai#8393',
  },
  {
    pattern: 'BLOCKING function calls are not supported for this model',
    code: 1007,
    cause: 'unsupported_operation',
    field: 'setup.tools.functionDeclarations.behavior',
    hint: "This model takes no BLOCKING functions. Set behavior to 'NON_BLOCKING', or leave it out.",
    link: LINKS.reference,
    example: ['BLOCKING function calls are not supported for this model'],
    source: 'captured, 5 writers, 2026-09',
  },
  {
    pattern:
      'Explicit activity control is not supported when automatic activity detection is enabled',
    code: 1007,
    cause: 'invalid_argument',
    field: 'setup.realtimeInputConfig.automaticActivityDetection.disabled',
    hint: 'activityStart and activityEnd need setup.realtimeInputConfig.automaticActivityDetection.disabled: true. Set it, or send no markers.',
    link: LINKS.reference,
    example: [
      'Explicit activity control is not supported when automatic activity detection is enabled.',
    ],
    source: 'captured, 8 writers, 2025-06 to 2026-09',
  },
  {
    pattern: 'setup must be the first message and only the first',
    code: 1007,
    cause: 'invalid_argument',
    hint: 'Send exactly one setup, first, on each socket, and nothing else before setupComplete.',
    link: LINKS.reference,
    example: ['setup must be the first message and only the first'],
    source: 'captured, 5 writers, 2025 to 2026',
  },
  {
    pattern: '* BidiGenerateContentRequest.',
    code: 1007,
    cause: 'invalid_argument',
    hint: 'The reason names the part of the setup that is wrong.',
    link: LINKS.reference,
    example: [
      '* BidiGenerateContentRequest.setup.tools[0].function_declarations[3].parameters.properties[x].items: missing field.',
    ],
    source: 'captured, 6 writers, 2026',
  },
  {
    pattern: "Requested voice api_name '",
    code: 1007,
    cause: 'invalid_argument',
    field: `${CONFIG}.speechConfig.voiceConfig.prebuiltVoiceConfig.voiceName`,
    hint: 'The model has no voice of this name. Use a prebuilt name with a capital, such as Puck, or leave voiceConfig out.',
    link: LINKS.reference,
    example: [
      "Requested voice api_name 'alloy' is not available for model models/gemini-3.1-flash-live-preview",
    ],
    source: 'pydantic-ai tests; captured, 4 writers',
  },
  {
    pattern: "Mime type '{word}' is not supported",
    code: 1007,
    cause: 'invalid_argument',
    hint: 'Google does not take this MIME type here. Send audio as audio/pcm in realtimeInput.audio, and pictures in realtimeInput.video.',
    link: LINKS.reference,
    example: ["Mime type 'image/jpeg' is not supported. Either use 'audio/pcm...'"],
    source: 'captured, 3 writers, 2026-09',
  },
  {
    pattern: '… tool is not supported for this model',
    code: 1007,
    cause: 'unsupported_operation',
    hint: 'The model does not have this tool. Take it out of setup.tools, or use a model that has it.',
    link: LINKS.models,
    example: ['Google Search tool is not supported for this model'],
    source: CAPTURED,
  },
  {
    pattern: '{word} not supported in generation config',
    code: 1007,
    cause: 'unsupported_operation',
    hint: 'The Live API does not take this setting. Take it out of setup.generationConfig.',
    link: LINKS.reference,
    example: ['frequency_penalty not supported in generation config'],
    source: CAPTURED,
  },
  {
    pattern: 'Invalid session handle',
    code: 1007,
    cause: 'session_expired',
    field: HANDLE,
    hint: 'The resumption handle is stale or was never valid. Use the newest handle, or start without one.',
    link: LINKS.sessions,
    example: ['Invalid session handle'],
    source: CAPTURED,
  },
  {
    pattern: 'Request contains an invalid argument',
    code: 1007,
    bare: 'argument',
    cause: 'invalid_argument',
    hint: 'Google rejected a value that was sent, without saying which.',
    inSetup: 'Google rejected a value in the setup, without saying which.',
    inSession:
      'Google rejected a message in the running session, without saying which: the setup had been accepted.',
    link: LINKS.reference,
    example: ['Request contains an invalid argument.'],
    source: 'adk-python#225, python-genai#130',
  },
  {
    pattern: 'Precondition check failed',
    code: 1007,
    bare: 'precondition',
    cause: 'invalid_argument',
    hint: 'Google rejected what was sent in the state that the session is in, without saying why.',
    inSession:
      'Google rejected what was sent in the state that the session is in, without saying why. Seen most often after an activity without audio between activityStart and activityEnd, or without its partner.',
    link: LINKS.reference,
    example: ['Precondition check failed.'],
    source: CAPTURED,
  },
  {
    pattern: 'realtime_input.media_chunks is deprecated',
    code: 1007,
    cause: 'invalid_argument',
    field: 'realtimeInput.mediaChunks',
    hint: 'realtimeInput.mediaChunks is no longer taken. Send realtimeInput.audio, .video or .text, or use a newer SDK.',
    link: LINKS.reference,
    example: ['realtime_input.media_chunks is deprecated. Use audio, video, or text instead.'],
    source: 'kazunori279/adk-streaming-test',
  },
  {
    pattern: 'Unsupported language code',
    code: 1007,
    cause: 'invalid_argument',
    field: `${CONFIG}.speechConfig.languageCode`,
    hint: 'The model does not take this language code. Leave languageCode out and ask for the language in systemInstruction.',
    link: LINKS.reference,
    example: ["Unsupported language code 'pl' for model models/gemini-live-2.5-flash-preview"],
    source: CAPTURED,
  },
  {
    pattern: 'the provided content is above the context window size',
    code: 1007,
    cause: 'invalid_argument',
    hint: 'More was sent than the context window holds. Send less history, or set contextWindowCompression.',
    link: LINKS.sessions,
    example: ['the provided content is above the context window size 32000. Please reduce it.'],
    source: CAPTURED,
  },
  {
    pattern: 'Context window trigger tokens must be within',
    code: 1007,
    cause: 'invalid_argument',
    field: 'setup.contextWindowCompression.triggerTokens',
    hint: 'contextWindowCompression.triggerTokens is out of the range that the reason names. Choose a value within it.',
    link: LINKS.sessions,
    example: ['Context window trigger tokens must be within [5000, 128000]'],
    source: CAPTURED,
  },
  {
    pattern: ['Invalid JSON payload received', "Invalid value at '"],
    code: 1007,
    cause: 'invalid_argument',
    hint: 'A message had a field or value that the API does not know; the reason names it. Correct it; a field may also be missing in this API version.',
    link: LINKS.reference,
    example: [
      'Invalid JSON payload received. Unknown name "foo" at \'setup\': Cannot find field.',
      "Invalid value at 'setup.generation_config' (oneof), oneof field is already set.",
    ],
    source: 'python-genai#1780, captured in public logs, 2024 to 2026',
  },
  {
    pattern: 'Invalid resource field value in the request',
    code: 1007,
    cause: 'invalid_argument',
    field: 'setup.model',
    hint: 'A resource name has the wrong form. Vertex AI wants setup.model as projects/P/locations/L/publishers/google/models/X, the Gemini API as models/X.',
    example: ['Invalid resource field value in the request.'],
    source: 'mastra#10257',
  },
  {
    pattern: 'No matching speaker voice found for name',
    code: 1007,
    cause: 'invalid_argument',
    field: `${CONFIG}.speechConfig.voiceConfig.prebuiltVoiceConfig.voiceName`,
    hint: 'The model has no voice of this name. Correct speechConfig.voiceConfig, or leave it out for the default voice.',
    link: LINKS.reference,
    example: ['No matching speaker voice found for name: Zoë'],
    source: CAPTURED,
  },
  {
    pattern: 'Thinking level must be specified for this model',
    code: 1007,
    cause: 'invalid_argument',
    field: `${CONFIG}.thinkingConfig.thinkingLevel`,
    hint: 'The model needs a thinking level: set generationConfig.thinkingConfig.thinkingLevel to LOW, MEDIUM or HIGH.',
    link: LINKS.reference,
    example: ['Thinking level must be specified for this model.'],
    source: CAPTURED,
  },
  {
    pattern: 'Failed to parse WAV audio',
    code: 1007,
    cause: 'invalid_argument',
    hint: 'Google could not read a WAV. Send streamed audio as raw 16-bit PCM, audio/pcm;rate=16000.',
    inSetup:
      'Google could not read a WAV in the setup, before anything was streamed: the sample of a custom voice in speechConfig (replicatedVoiceConfig). Correct or replace that sample.',
    link: LINKS.reference,
    example: ['Failed to parse WAV audio.'],
    source: CAPTURED,
  },
  {
    pattern: 'invalid_argument:',
    code: 1007,
    cause: 'invalid_argument',
    hint: 'Google rejected a value that was sent; what follows in the reason may say which.',
    link: LINKS.reference,
    example: [
      'Request trace id: 21d399562688c813, [ORIGINAL ERROR] generic::invalid_argument: Error in program Instantiation',
    ],
    source: 'python-genai#130',
  },
  // 1011
  {
    pattern: ['Internal error encountered', 'Internal error occurred'],
    code: 1011,
    bare: 'internal',
    cause: 'internal',
    hint: "Something failed on Google's side, which does not say what. Reconnect with growing pauses, with the resumption handle if there is one.",
    inSetup:
      "Something failed on Google's side in setup, which does not say what. Try again; if it comes at every setup, this setup holds something that the model refuses, and no outage.",
    link: LINKS.sessions,
    example: ['Internal error encountered.', 'Internal error occurred.'],
    source: 'python-genai#985, livekit/agents#2274',
  },
  {
    pattern: [
      'Deadline expired before operation could complete',
      'Failed to run inference for model',
      'Thread was cancelled when writing StartStep status',
    ],
    code: 1011,
    cause: 'internal',
    hint: "The operation did not complete on Google's side. Reconnect with growing pauses, with the resumption handle if there is one.",
    link: LINKS.sessions,
    example: [
      'Deadline expired before operation could complete.',
      'Failed to run inference for model: gemini-3.1-flash-live-preview',
      'Thread was cancelled when writing StartStep status to the stream.',
    ],
    source: CAPTURED,
  },
  {
    pattern: ['The service is currently unavailable', '…OVERLOADED_TOO_MANY_RETRIES_PER_REQUEST'],
    code: 1011,
    cause: 'overloaded',
    hint: 'The service is overloaded or down for the moment. Reconnect with growing pauses, with the resumption handle if there is one.',
    link: LINKS.sessions,
    example: [
      'The service is currently unavailable.',
      'Request trace id: 21d399562688c813, [ORIGINAL ERROR] extensible_stubs::OVERLOADED_TOO_MANY_RETRIES_PER_REQUEST: You are most likely',
    ],
    source: 'python-genai#760, livekit/agents#1679',
  },
  {
    pattern: [
      'You exceeded your current quota',
      'Resource has been exhausted',
      'Resource exhausted. Please try again later',
      'resource_exhausted:',
    ],
    code: 1011,
    bare: 'quota',
    cause: 'quota',
    hint: QUOTA,
    link: LINKS.rateLimits,
    example: [
      'You exceeded your current quota, please check your plan and billing details. For more information on this error, head to the documentation.',
      'Resource has been exhausted (e.g. check quota).',
      'Resource exhausted. Please try again later. Please refer to the documentation for more details.',
      'RESOURCE_EXHAUSTED: Maximum concurrent sessions exceeded.',
    ],
    source: 'captured in public logs, 2025; GoogleCloudPlatform/generative-ai#1576',
  },
  {
    pattern: [
      'Your project has exceeded its monthly spending cap',
      'Your prepayment credits are depleted',
    ],
    code: 1011,
    cause: 'quota',
    hint: "The project's money for this is used up: its monthly cap is reached or its prepaid credits are spent. Raise the one or buy more of the other.",
    link: LINKS.billing,
    example: [
      'Your project has exceeded its monthly spending cap. Please go to AI Studio to manage your project spend cap.',
      'Your prepayment credits are depleted. Please go to AI Studio to manage your project and billing.',
    ],
    source: CAPTURED,
  },
  {
    pattern: 'Token has been used too many times',
    code: 1011,
    cause: 'auth',
    hint: 'The ephemeral token has no uses left. Get a new token for each session, or make it with more uses.',
    link: LINKS.ephemeralTokens,
    example: ['Token has been used too many times'],
    source: CAPTURED,
  },
  {
    pattern: [
      'new_session_expire_time deadline exceeded',
      'auth token has expired',
      'Token has expired',
    ],
    code: 1011,
    cause: 'auth',
    hint: 'The ephemeral token has expired, or came too late for a new session (60 s by default). Mint one right before connecting, or with a later newSessionExpireTime.',
    link: LINKS.ephemeralTokens,
    example: [
      'new_session_expire_time deadline exceeded',
      'auth token has expired',
      'Token has expired',
    ],
    source: 'captured, 6 writers, 2026-09',
  },
];
