import {
  audio,
  generationComplete,
  said,
  thought,
  together,
  turnComplete,
  usage,
  vertexAudio,
} from '../messages.js';
import type { Scenario } from '../script.js';
import { askByContent, expected, hc, hcVertex, live31, na, send, tokens } from './parts.js';

/** Sizes and forms of audio frames. */
export const audioScenarios: readonly Scenario[] = [
  {
    name: 'audio-frames-half-cascade',
    source: 'js-genai recordings: 9600, then 11520 bytes',
    api: 'gemini',
    model: hc,
    steps: [
      askByContent,
      ...send(audio(9600), audio(11520), audio(11520), audio(11520), generationComplete),
      ...send(turnComplete(usage('gemini', 11, 34))),
    ],
    expected: expected([{ tokens: tokens(11, 34), inputEnd: 'client_content' }], tokens(11, 34), {
      notes: '0.92 s of audio received',
    }),
  },
  {
    name: 'audio-frames-vertex',
    source: 'pydantic-ai gateway: `audio/pcm` without a rate, role model',
    api: 'vertex',
    model: hcVertex,
    steps: [
      askByContent,
      ...send(vertexAudio(9600), vertexAudio(14_400), generationComplete),
      ...send(turnComplete(usage('vertex', 11, 34))),
    ],
    expected: expected([{ tokens: tokens(11, 34), inputEnd: 'client_content' }], tokens(11, 34), {
      notes: '0.5 s of audio received',
    }),
  },
  {
    name: 'one-sample-first',
    source: 'livekit/agents#5742: 2, 2400, 7680, 9600 … 15360 bytes',
    api: 'gemini',
    model: live31,
    steps: [
      askByContent,
      ...send(audio(2), audio(2400), audio(7680), audio(9600), audio(15_360), generationComplete),
      ...send(turnComplete(usage('gemini', 11, 34))),
    ],
    expected: expected([{ tokens: tokens(11, 34), inputEnd: 'client_content' }], tokens(11, 34), {
      notes: '35042 bytes of audio received',
    }),
  },
  {
    name: 'one-second-in-one-frame',
    source: 'pydantic-ai text_in_audio_out: 1131/26, thoughts 24',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...send(thought('Weather.'), together(audio(48_000), said('Sunny.')), generationComplete),
      ...send(turnComplete(usage('gemini', 1131, 26, 24))),
    ],
    expected: expected(
      [{ tokens: tokens(1131, 50), inputEnd: 'client_content' }],
      tokens(1131, 50),
      {
        notes:
          '1 s of audio received; a thought is no audio: time to first audio is from the second frame',
      },
    ),
  },
];
