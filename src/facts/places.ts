/*
 * Where Vertex AI serves what it does not serve everywhere. A row of models.ts that stands alone
 * (`only: ['global']`) has its place beside it.
 */

// us-central1: the probes pass there in every run from December 2025 on.
export const NATIVE_AUDIO_PLACES = {
  except: ['global', 'asia-south1', 'us-east5'],
  suchAs: 'us-central1',
};
