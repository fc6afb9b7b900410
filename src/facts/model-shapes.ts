import type { LiveApi } from '../words.js';

interface Shape {
  shape: RegExp;
  /** Names that it covers; the table's test holds the shape against them. */
  examples: readonly string[];
}

/** Shapes that belong to one API only. Prefixes alone do not, these two do. */
export const API_SHAPES: readonly (Shape & { api: LiveApi })[] = [
  {
    shape: /^gemini-live-2\.5-.*native-audio/,
    api: 'vertex',
    examples: ['gemini-live-2.5-flash-native-audio-11-2026'],
  },
  {
    shape: /^gemini-2\.5-flash-.*native-audio/,
    api: 'gemini',
    examples: ['gemini-2.5-flash-native-audio-preview-06-2026'],
  },
];

// A name with one of these words may be a Live model that the catalogue does not know yet.
export const LIVE_WORD = /live|audio|dialog|realtime|transcribe|translate|streaming|robotics/;

/**
 * Shapes of Google's models that no API serves live. The version stops at 4: a name of a generation
 * that does not exist is a model not found, not one that is not Live.
 */
export const NOT_LIVE_SHAPES: readonly Shape[] = [
  {
    shape: /^gemini-[1-4](?:\.\d)?-(?:flash|pro|ultra|nano|deep-think|computer-use)(?:-|$)/,
    examples: [
      'gemini-1.5-pro-002',
      'gemini-2.0-flash-001',
      'gemini-2.5-flash',
      'gemini-2.5-flash-lite-preview-06-17',
      'gemini-2.5-flash-preview-tts',
      'gemini-2.5-pro',
      'gemini-3-pro-preview',
      'gemini-3.8-flash',
    ],
  },
  {
    shape: /^gemini-(?:flash|flash-lite|pro|pro-vision|ultra)(?:-latest)?$/,
    examples: ['gemini-pro', 'gemini-flash-latest'],
  },
  {
    shape: /^(?:gemini-embedding|text-embedding|imagen|veo|gemma)-/,
    examples: [
      'gemini-embedding-001',
      'text-embedding-004',
      'imagen-4.0-generate-001',
      'gemma-3-27b-it',
    ],
  },
];
