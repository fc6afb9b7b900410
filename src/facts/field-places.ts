/** A field that people send where the API does not look for it. */
export interface MisplacedRow {
  /** The paths at which it was sent, in camelCase and without indexes. */
  sent: readonly string[];
  /** Where it belongs, or what to do instead. */
  remedy: string;
  source: string;
  /** Wrong only by its value: its being there is no mistake. */
  byValue?: true;
}

const at = (place: string): string => `It belongs in ${place}.`;
const CONFIG = 'setup.generationConfig';

/** Google names the field and not the place that it belongs in. */
export const MISPLACED_FIELDS: readonly MisplacedRow[] = [
  {
    sent: [`${CONFIG}.inputAudioTranscription`, `${CONFIG}.outputAudioTranscription`],
    remedy: 'It belongs beside generationConfig, directly in setup.',
    source: 'captured, 12 writers, since 2026-06',
  },
  ...(
    [
      ['responseModalities', 'captured, 3 writers, 2026'],
      ['translationConfig', 'captured, 2 writers, 2026'],
      ['thinkingConfig', 'captured, 1 writer'],
      ['speechConfig', 'captured, 1 writer, 2026'],
      ['mediaResolution', 'captured, 2 writers, 2026'],
      ['temperature', 'https://ai.google.dev/api/live'],
      ['maxOutputTokens', 'https://ai.google.dev/api/live'],
      ['topP', 'https://ai.google.dev/api/live'],
      ['topK', 'https://ai.google.dev/api/live'],
    ] as const
  ).map(([name, source]) => ({
    sent: [`setup.${name}`],
    remedy: at(`${CONFIG}.${name}`),
    source,
  })),
  {
    sent: ['setup.enableAffectiveDialog'],
    remedy: `It belongs in ${CONFIG}, on 2.5 native audio models; on gemini-3.x leave it out.`,
    source: 'captured, 4 writers, 2026',
  },
  {
    sent: ['setup.toolConfig', `${CONFIG}.toolConfig`],
    remedy: 'Live has no function-calling mode: leave it out, tools alone turn calls on.',
    source: 'captured, 2 writers, 2026',
  },
  {
    sent: [`${CONFIG}.codeExecutionConfig`],
    remedy: 'The Live API has none: leave it out.',
    source: 'captured, 1 writer',
  },
  {
    sent: ['setup.tools.behavior'],
    remedy: 'It belongs on each entry of functionDeclarations.',
    source: 'captured, 1 writer, 2026',
  },
  {
    sent: ['realtimeInput.turnComplete'],
    remedy: 'Only clientContent has turnComplete; realtimeInput.text needs none.',
    source: 'captured, 1 writer, 2026',
  },
  {
    sent: ['clientContent.contents', 'clientContent.parts'],
    remedy: 'Send clientContent.turns, a list of { role, parts }.',
    source: 'captured, 2 writers, 2026',
  },
  {
    byValue: true,
    sent: ['realtimeInput.audioStreamEnd'],
    remedy: 'It is a boolean: send true.',
    source: 'captured, 1 writer, 2026',
  },
  {
    byValue: true,
    sent: ['setup.systemInstruction'],
    remedy: 'It is an object: send { parts: [{ text }] }.',
    source: 'captured, 2 writers, 2026',
  },
  {
    sent: ['setup.threshold', 'setup.voiceActivityConfig', 'setup.serverVad', 'setup.pushToTalk'],
    remedy: 'Voice detection is set in setup.realtimeInputConfig.automaticActivityDetection.',
    source: 'captured, 1 writer, 2026',
  },
  {
    sent: ['setup.inputAudioTranscription.languageCode'],
    remedy: 'The field is a list: inputAudioTranscription.languageCodes.',
    source: 'captured, 1 writer, 2026',
  },
  {
    byValue: true,
    sent: ['setup.inputAudioTranscription.languageCodes'],
    remedy: 'This model or API version does not have it: leave it out.',
    source: 'captured, 2 writers, 2026-06',
  },
  {
    byValue: true,
    sent: ['toolResponse.functionResponses.response'],
    remedy: 'It is an object and no list or plain value: wrap it, as { result: … }.',
    source: 'captured, 2 writers, 2026-08',
  },
  {
    byValue: true,
    sent: ['toolResponse.functionResponses.scheduling'],
    remedy: 'Send SILENT, WHEN_IDLE or INTERRUPT.',
    source: 'captured, 1 writer, 2026-09',
  },
  {
    byValue: true,
    sent: [`${CONFIG}.thinkingConfig.thinkingLevel`],
    remedy: 'Its values are MINIMAL, LOW, MEDIUM and HIGH, of which not every model takes all.',
    source: 'captured, 2 writers, 2026',
  },
  {
    byValue: true,
    sent: [`${CONFIG}.mediaResolution`],
    remedy: "Its values are enum names, such as 'MEDIA_RESOLUTION_LOW'.",
    source: 'googleapis/js-genai src/types.ts',
  },
  {
    byValue: true,
    sent: ['setup.realtimeInputConfig.turnCoverage'],
    remedy: 'Vertex AI takes TURN_INCLUDES_ONLY_ACTIVITY and not every value of the Gemini API.',
    source: 'captured, 2 writers, 2026-10',
  },
];
