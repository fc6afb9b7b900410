import type {
  CloseCause,
  Confidence,
  LiveApi,
  SeenFrames,
  SentMessage,
  SetupShape,
} from '../words.js';

/** Sentences in which Google names no field. */
export type BareSentence = 'argument' | 'precondition' | 'internal' | 'operation' | 'quota';

/** Something in a client frame that a model, API or version refuses. */
export interface CapabilityRow {
  /** What to change, from the frame's root. */
  field: string;
  /** Models by their bare names. Default: all. */
  models?: RegExp;
  api?: LiveApi;
  /** API versions. Default: all. */
  versions?: RegExp;
  /**
   * When the refusal comes: at setup; at the first content frame although the field is the setup's;
   * or at a message of the running session.
   */
  phase: 'setup' | 'first_content' | 'session' | 'any';
  /** With which sentences. `named`: Google itself names the field, so that frames are asked only for advice. */
  says: readonly (BareSentence | 'named')[];
  /** What the setup shows. */
  setup?: (setup: SetupShape) => boolean;
  /** What the messages show. */
  frames?: (seen: SeenFrames) => boolean;
  cause: Extract<CloseCause, 'unsupported_operation' | 'invalid_argument' | 'quota'>;
  problem: string;
  remedy: string;
  confidence: Confidence;
  source: string;
  /** First and last days, where the refusal has any. */
  from?: string;
  until?: string;
}

/** As a field: the kind of the newest message, whichever it is. */
export const NEWEST_MESSAGE = '(the newest message)';

const M31 = /^gemini-3\.1-flash-live/;
const M38 = /^gemini-3\.8-live$/;
const M38_ALL = /^gemini-3\.8-live(?:-extended-thinking(?:-preview)?)?$/;
const EXTENDED = /^gemini-3\.8-live-extended-thinking/;
const NATIVE_25 = /^gemini-(?:live-)?2\.5-flash-.*native-audio/;
const AUDIO_ONLY = /^gemini-(?:3\.1-flash-live|3\.8-live|(?:live-)?2\.5-flash-.*native-audio)/;

const CONFIG = 'generationConfig';
const AFFECTIVE = `${CONFIG}.enableAffectiveDialog`;
const LEVEL = `${CONFIG}.thinkingConfig.thinkingLevel`;
const MODALITIES = `${CONFIG}.responseModalities`;
const SEED = 'historyConfig.initialHistoryInClientContent';
const DISABLED = 'realtimeInputConfig.automaticActivityDetection.disabled';

/** The paths of a setup that the rules ask for, from `setup` on: what is remembered of one. */
export const SETUP_PATHS: readonly string[] = [
  AFFECTIVE,
  LEVEL,
  MODALITIES,
  SEED,
  DISABLED,
  'proactivity',
  'safetySettings',
  'sessionResumption.transparent',
  'sessionResumption.handle',
  'contextWindowCompression',
  'contextWindowCompression.slidingWindow',
  'realtimeInputConfig.turnCoverage',
  'tools.codeExecution',
  'tools.googleSearch',
  'tools.functionDeclarations.behavior',
  'tools.functionDeclarations.parameters.additionalProperties',
  'tools.functionDeclarations.parameters.$schema',
];

type Shows = NonNullable<CapabilityRow['setup']>;
const has =
  (path: string): Shows =>
  (setup) =>
    setup.has(path);
const is =
  (path: string, ...wanted: readonly (string | boolean)[]): Shows =>
  (setup) =>
    setup.values(path).some((value) => wanted.includes(value as string));
/** Frames that may follow a refused one before its close arrives. */
const SOON = 30;
/** The newest message, media aside, if it was sent just before. */
const newest = ({ last, since }: SeenFrames, kind: string): SentMessage | undefined =>
  last?.kind === kind && since <= SOON ? last : undefined;
const turns = (seen: SeenFrames): SentMessage | undefined => newest(seen, 'clientContent');
const seeded = ({ setup }: SeenFrames): boolean => setup?.values(SEED).includes(true) === true;
const activity =
  (...kinds: readonly SeenFrames['activity'][]) =>
  (seen: SeenFrames): boolean =>
    kinds.includes(seen.activity) && newest(seen, 'realtimeInput.activityEnd') !== undefined;
const modalities = (setup: SetupShape): string =>
  [...new Set(setup.values(MODALITIES))].sort().join();

const CAPABILITIES_PAGE = 'https://ai.google.dev/gemini-api/docs/live-api/capabilities';
const PAGE_38 = 'https://ai.google.dev/gemini-api/docs/models/gemini-3.8-live';

/**
 * What is refused in a client frame, and with what. Adding a rule is adding a row; rules with the
 * same models, phase and sentence may not hold of the same frames (the table's test).
 */
export const CAPABILITIES: readonly CapabilityRow[] = [
  // The setup
  {
    field: `setup.${MODALITIES}`,
    models: AUDIO_ONLY,
    phase: 'setup',
    says: ['named', 'argument', 'internal'],
    setup: (setup) => modalities(setup) === 'TEXT',
    cause: 'unsupported_operation',
    problem: 'The model answers in audio only, and the setup asks for TEXT.',
    remedy: "Ask for responseModalities ['AUDIO'] and read the text from outputAudioTranscription.",
    confidence: 'known',
    source: 'https://github.com/kazunori279/adk-streaming-test; cookbook#793',
    from: '2025-10',
  },
  {
    field: `setup.${MODALITIES}`,
    phase: 'setup',
    says: ['named', 'argument'],
    setup: (setup) => modalities(setup) === 'AUDIO,TEXT',
    cause: 'unsupported_operation',
    problem: 'Live takes one response modality, and the setup asks for two.',
    remedy: "Ask for ['AUDIO'], and set outputAudioTranscription: {} for its text.",
    confidence: 'known',
    source: 'captured, 4 writers, 2025 to 2026',
  },
  {
    field: `setup.${MODALITIES}`,
    models: /^gemini-(?:3\.5-transcribe-live|robotics-er-2-streaming)/,
    phase: 'setup',
    says: ['named', 'argument'],
    setup: (setup) => modalities(setup) === 'AUDIO',
    cause: 'unsupported_operation',
    problem: 'The model answers in text only, and the setup asks for AUDIO.',
    remedy: "Ask for responseModalities ['TEXT'].",
    confidence: 'known',
    source: 'captured, 2 writers, 2026-09; pydantic-ai profiles/google.py',
  },
  {
    field: `setup.${AFFECTIVE}`,
    models: M31,
    api: 'gemini',
    phase: 'setup',
    says: ['argument', 'internal'],
    setup: is(AFFECTIVE, true),
    cause: 'unsupported_operation',
    problem: 'This model refuses enableAffectiveDialog.',
    remedy: 'Leave it out.',
    confidence: 'known',
    source: 'gunpal5/Google_GenerativeAI#109; captured, 2 writers, since 2026-03',
    from: '2026-03',
  },
  {
    field: `setup.${AFFECTIVE}`,
    models: M38_ALL,
    phase: 'first_content',
    says: ['argument'],
    setup: is(AFFECTIVE, true),
    cause: 'unsupported_operation',
    problem:
      'This model accepts a setup with enableAffectiveDialog and closes at the first message after it.',
    remedy: 'Leave it out: it is always on in gemini-3.8-live.',
    confidence: 'known',
    source: PAGE_38,
    from: '2026-09-15',
  },
  {
    field: `setup.${LEVEL}`,
    models: M38,
    phase: 'setup',
    says: ['named'],
    setup: has(LEVEL),
    cause: 'unsupported_operation',
    problem: 'gemini-3.8-live takes no thinkingLevel.',
    remedy: 'Leave thinkingConfig out, or use gemini-3.8-live-extended-thinking.',
    confidence: 'known',
    source: PAGE_38,
    from: '2026-09-15',
  },
  {
    field: `setup.${LEVEL}`,
    models: EXTENDED,
    phase: 'setup',
    says: ['named'],
    setup: (setup) => !setup.has(LEVEL),
    cause: 'invalid_argument',
    problem: 'This model needs a thinkingLevel.',
    remedy: 'Send generationConfig.thinkingConfig.thinkingLevel LOW, MEDIUM or HIGH.',
    confidence: 'known',
    source: 'captured, 10 writers, since 2026-09-15',
    from: '2026-09-15',
  },
  {
    field: `setup.${LEVEL}`,
    models: EXTENDED,
    phase: 'setup',
    says: ['named'],
    setup: is(LEVEL, 'MINIMAL'),
    cause: 'unsupported_operation',
    problem: 'This model does not take thinkingLevel MINIMAL.',
    remedy: 'LOW is the least.',
    confidence: 'known',
    source: 'captured, 3 writers, since 2026-09-15',
    from: '2026-09-15',
  },
  {
    field: `setup.${LEVEL}`,
    models: /^gemini-live-2\.5-flash$/,
    api: 'vertex',
    phase: 'setup',
    says: ['named'],
    setup: has(LEVEL),
    cause: 'unsupported_operation',
    problem: 'This model takes no thinkingLevel.',
    remedy: 'Use thinkingBudget, or leave thinkingConfig out.',
    confidence: 'likely',
    source: 'pydantic-ai tests',
  },
  {
    field: 'setup.proactivity',
    api: 'gemini',
    versions: /^v1beta$/,
    phase: 'setup',
    says: ['named'],
    setup: has('proactivity'),
    cause: 'invalid_argument',
    problem: 'v1beta does not have proactivity.',
    remedy: 'Connect on v1alpha with a 2.5 native audio model; on gemini-3.x leave it out.',
    confidence: 'known',
    source: 'captured, 9 writers, 2025 to 2026-09',
  },
  {
    field: 'setup.safetySettings',
    api: 'gemini',
    versions: /^v1beta$/,
    phase: 'setup',
    says: ['named'],
    setup: has('safetySettings'),
    cause: 'invalid_argument',
    problem: 'The Live API of v1beta does not have safetySettings.',
    remedy: 'Leave them out; v1alpha and Vertex AI take them.',
    confidence: 'known',
    source: 'captured, 4 writers, since 2026-08-20',
    from: '2026-08-20',
  },
  {
    field: 'setup.sessionResumption.transparent',
    api: 'gemini',
    phase: 'setup',
    says: ['named'],
    setup: has('sessionResumption.transparent'),
    cause: 'invalid_argument',
    problem: 'Only Vertex AI has sessionResumption.transparent.',
    remedy: 'Leave it out.',
    confidence: 'known',
    source: 'captured, 2 writers, 2026-10; googleapis/js-genai converters',
  },
  {
    field: 'setup.tools.codeExecution',
    models: NATIVE_25,
    api: 'gemini',
    phase: 'setup',
    says: ['named'],
    setup: has('tools.codeExecution'),
    cause: 'unsupported_operation',
    problem: 'This model does not have code execution.',
    remedy: 'Leave the tool out.',
    confidence: 'likely',
    source: 'pydantic-ai profiles/google.py',
  },
  {
    field: 'setup.tools.functionDeclarations.behavior',
    models: EXTENDED,
    phase: 'setup',
    says: ['named'],
    setup: is('tools.functionDeclarations.behavior', 'BLOCKING'),
    cause: 'unsupported_operation',
    problem: 'This model takes no BLOCKING functions.',
    remedy: "Set behavior to 'NON_BLOCKING', or leave it out.",
    confidence: 'known',
    source: 'captured, 5 writers, since 2026-09-15',
    from: '2026-09-15',
  },
  {
    field: 'setup.tools.functionDeclarations.parameters',
    api: 'gemini',
    phase: 'setup',
    says: ['named'],
    setup: (setup) =>
      ['additionalProperties', '$schema'].some((key) =>
        setup.has(`tools.functionDeclarations.parameters.${key}`),
      ),
    cause: 'invalid_argument',
    problem: 'The schema has keys of JSON Schema that Live does not know.',
    remedy: 'Strip additionalProperties and $schema, which MCP and zod schemas carry.',
    confidence: 'known',
    source: 'livekit/agents#3135, livekit/agents#5560; captured, 6 writers, 2026',
  },
  {
    field: 'setup.tools.googleSearch',
    models: M38_ALL,
    api: 'gemini',
    phase: 'setup',
    says: ['quota'],
    setup: has('tools.googleSearch'),
    cause: 'quota',
    problem: 'A free key has no quota for googleSearch in Live, so waiting does not help.',
    remedy: 'Leave the tool out, or use a paid project.',
    confidence: 'likely',
    source: 'captured, 2 writers, 2026-10',
    from: '2026-09-15',
  },
  {
    field: 'setup.realtimeInputConfig.turnCoverage',
    api: 'vertex',
    phase: 'setup',
    says: ['named'],
    setup: is('realtimeInputConfig.turnCoverage', 'TURN_INCLUDES_AUDIO_ACTIVITY_AND_ALL_VIDEO'),
    cause: 'invalid_argument',
    problem: 'Vertex AI does not take this turnCoverage.',
    remedy: 'Use TURN_INCLUDES_ONLY_ACTIVITY.',
    confidence: 'known',
    source: 'captured, 2 writers, 2026-10',
  },
  {
    field: 'setup.contextWindowCompression.slidingWindow',
    phase: 'setup',
    says: ['argument'],
    setup: (setup) =>
      setup.has('contextWindowCompression') && !setup.has('contextWindowCompression.slidingWindow'),
    cause: 'invalid_argument',
    problem: 'contextWindowCompression was sent without a slidingWindow, which others saw refused.',
    remedy: 'Send slidingWindow: {}.',
    confidence: 'likely',
    source: 'pipecat#4560',
  },
  // The first message
  {
    field: 'setup',
    phase: 'any',
    says: ['named'],
    frames: ({ setups }) => setups > 1,
    cause: 'invalid_argument',
    problem: 'A second setup was sent on this socket.',
    remedy: 'Send one setup, first; to change it, open a new session.',
    confidence: 'known',
    source: 'captured, 5 writers, 2025 to 2026',
  },
  {
    field: NEWEST_MESSAGE,
    phase: 'any',
    says: ['named'],
    frames: ({ setups, early, last, media }) =>
      setups <= 1 && early && (last ?? media)?.kind.includes('unknown') === false,
    cause: 'invalid_argument',
    problem: 'It was sent before setupComplete.',
    remedy: 'Wait for setupComplete.',
    confidence: 'known',
    source: 'captured, 5 writers, 2025 to 2026',
  },
  // The running session
  {
    field: 'clientContent',
    models: M31,
    api: 'gemini',
    phase: 'session',
    says: ['argument'],
    frames: (seen) => turns(seen)?.hasTurns === true && seen.setup !== undefined && !seeded(seen),
    cause: 'unsupported_operation',
    problem: 'This model takes clientContent only as history that the setup announced.',
    remedy:
      'Send text as realtimeInput.text; for history set setup.historyConfig.initialHistoryInClientContent: true.',
    confidence: 'known',
    source: `${CAPABILITIES_PAGE}; livekit/agents#5251, adk-python#5018`,
    from: '2026-03-26',
  },
  {
    field: 'clientContent',
    models: M31,
    api: 'gemini',
    phase: 'session',
    says: ['argument'],
    frames: (seen) => turns(seen)?.hasTurns === true && seen.answered && seeded(seen),
    cause: 'unsupported_operation',
    problem: 'This model takes clientContent only before its first answer.',
    remedy: 'Send text as realtimeInput.text from then on.',
    confidence: 'known',
    source: `${CAPABILITIES_PAGE}; livekit/agents#5251`,
    from: '2026-03-26',
  },
  {
    field: 'clientContent.turns.parts',
    models: M31,
    api: 'gemini',
    phase: 'session',
    says: ['argument'],
    // Where clientContent itself is refused, its parts are not what is wrong.
    frames: (seen) => turns(seen)?.functionParts === true && seeded(seen) && !seen.answered,
    cause: 'unsupported_operation',
    problem: 'Its turns hold functionCall or functionResponse parts, which this model refuses.',
    remedy: 'Write calls and results as text.',
    confidence: 'known',
    source: 'pipecat#4926, pydantic-ai realtime/google.py, livekit/agents',
  },
  {
    field: 'clientContent.turns.parts',
    models: NATIVE_25,
    api: 'gemini',
    phase: 'session',
    says: ['argument'],
    frames: (seen) => turns(seen)?.functionParts === true,
    cause: 'unsupported_operation',
    problem: 'Its turns hold functionCall or functionResponse parts, which this model refuses.',
    remedy: 'Write calls and results as text.',
    confidence: 'known',
    source: 'pipecat#4926, pydantic-ai realtime/google.py, livekit/agents',
  },
  {
    field: 'clientContent.turns.role',
    models: M38,
    api: 'gemini',
    phase: 'session',
    says: ['argument'],
    frames: (seen) =>
      turns(seen)?.rolelessTurn === true &&
      (seen.answered || seen.setup?.values(AFFECTIVE).includes(true) !== true),
    cause: 'invalid_argument',
    problem: 'A turn has no role.',
    remedy: "Set role 'user' or 'model' on each turn.",
    confidence: 'known',
    source: PAGE_38,
    from: '2026-09-15',
  },
  {
    field: 'clientContent.turns.parts.inlineData',
    models: NATIVE_25,
    api: 'gemini',
    phase: 'session',
    says: ['precondition', 'internal'],
    frames: (seen) => turns(seen)?.audioParts === true,
    cause: 'unsupported_operation',
    problem: 'This model refuses audio inside clientContent.',
    remedy: 'Stream it as realtimeInput.audio.',
    confidence: 'known',
    source: 'captured, 3 writers, 2025 to 2026',
  },
  {
    field: 'clientContent',
    models: NATIVE_25,
    api: 'gemini',
    phase: 'session',
    says: ['argument'],
    frames: (seen) => seen.audio && turns(seen)?.functionParts === false,
    cause: 'invalid_argument',
    problem: 'clientContent was sent while audio was streaming, which this model closes at.',
    remedy: 'Do not mix clientContent and realtimeInput in one turn.',
    confidence: 'likely',
    source: 'pipecat#4403; googleapis/python-genai send_client_content docstring',
  },
  {
    field: 'realtimeInput.activityEnd',
    phase: 'session',
    says: ['precondition'],
    setup: is(DISABLED, true),
    frames: activity('empty'),
    cause: 'invalid_argument',
    problem: 'activityEnd came with nothing sent since activityStart.',
    remedy: 'Send audio inside the pair, or no pair.',
    confidence: 'known',
    source: 'captured, 5 writers, 2026',
  },
  {
    field: 'realtimeInput.activityEnd',
    models: /^gemini-3/,
    phase: 'session',
    says: ['precondition'],
    setup: is(DISABLED, true),
    frames: activity('text_only'),
    cause: 'invalid_argument',
    problem: 'activityEnd came without audio since activityStart.',
    remedy: 'Send typed text without markers, and audio inside the pair.',
    confidence: 'known',
    source: 'captured, 2 writers, 2026',
  },
  {
    field: 'realtimeInput.activityEnd',
    phase: 'session',
    says: ['precondition'],
    setup: is(DISABLED, true),
    frames: activity('unpaired'),
    cause: 'invalid_argument',
    problem: 'activityEnd came with no activityStart open.',
    remedy: 'Pair the markers.',
    confidence: 'known',
    source: 'captured, 2 writers, 2026-08',
  },
  {
    field: 'clientContent',
    models: M31,
    api: 'gemini',
    phase: 'session',
    says: ['precondition'],
    frames: (seen) => turns(seen) !== undefined && seen.openCalls > 0,
    cause: 'invalid_argument',
    problem: 'clientContent was sent while a tool call waited for its answer.',
    remedy: 'Send the result as toolResponse.',
    confidence: 'likely',
    source: 'one user, 2026; cause not isolated',
  },
  {
    field: 'realtimeInput.mediaChunks',
    models: /^gemini-3/,
    api: 'gemini',
    phase: 'session',
    says: ['named'],
    frames: ({ media }) => media?.kind === 'realtimeInput.mediaChunks' && !media.imageChunks,
    cause: 'invalid_argument',
    problem: 'mediaChunks are no longer taken.',
    remedy: 'Send realtimeInput.audio (SDK: sendRealtimeInput({ audio })).',
    confidence: 'known',
    source: 'livekit/agents#5089, mastra#10257, sokuji#150',
    from: '2026-03-26',
  },
  {
    field: 'realtimeInput.mediaChunks',
    models: M38_ALL,
    api: 'gemini',
    phase: 'session',
    says: ['named'],
    frames: ({ media }) => media?.kind === 'realtimeInput.mediaChunks' && media.imageChunks,
    cause: 'invalid_argument',
    problem: 'Pictures are not taken in mediaChunks.',
    remedy: 'Send them as realtimeInput.video.',
    confidence: 'known',
    source: 'captured, 3 writers, 2026-09',
    from: '2026-09-15',
  },
  {
    field: 'toolResponse.functionResponses.scheduling',
    models: EXTENDED,
    phase: 'session',
    says: ['named'],
    frames: (seen) => newest(seen, 'toolResponse')?.scheduling === true,
    cause: 'unsupported_operation',
    problem: 'This model takes no scheduling in a function response.',
    remedy: 'Leave scheduling and willContinue out.',
    confidence: 'known',
    source: 'openclaw#152413, pydantic-ai#8393',
    from: '2026-09-15',
  },
];

/** What frames tell of a close without showing which field: a hint, and no field. */
export interface FrameNoteRow {
  models?: RegExp;
  api?: LiveApi;
  says: readonly BareSentence[];
  frames: (seen: SeenFrames) => boolean;
  hint: string;
  source: string;
}

export const FRAME_NOTES: readonly FrameNoteRow[] = [
  {
    models: NATIVE_25,
    api: 'gemini',
    says: ['operation'],
    frames: ({ openCalls, audio, last }) => openCalls > 0 && (audio || last !== undefined),
    hint: 'It came while a tool call waited for its answer and other input was sent, which others saw refused on this model. Hold input until the toolResponse is sent, or use a newer model.',
    source: 'js-genai#1236, livekit/agents#4545',
  },
];
