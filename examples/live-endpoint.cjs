// Where a plain WebSocket connects: the Gemini API with a key in the environment, else Vertex AI.
'use strict';

const { execFileSync } = require('node:child_process');

function liveEndpoint(model, env = process.env) {
  const key = env.GEMINI_API_KEY || env.GOOGLE_API_KEY;
  return key ? geminiApi(model, key, env) : vertexAi(model, env);
}

function geminiApi(model, key, env) {
  const base = env.GOOGLE_GEMINI_BASE_URL || 'https://generativelanguage.googleapis.com';
  const path = 'ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent';
  return {
    url: `${base.replace('http', 'ws')}/${path}`,
    headers: { 'x-goog-api-key': key },
    model: `models/${model}`,
  };
}

function vertexAi(model, env) {
  const { GOOGLE_CLOUD_PROJECT: project, GOOGLE_CLOUD_LOCATION: location } = env;
  const host = location === 'global' ? 'aiplatform' : `${location}-aiplatform`;
  const base = env.GOOGLE_VERTEX_BASE_URL || `https://${host}.googleapis.com`;
  const path = 'ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent';
  const token = execFileSync('gcloud', ['auth', 'print-access-token'], { encoding: 'utf8' });
  return {
    url: `${base.replace('http', 'ws')}/${path}`,
    headers: { Authorization: `Bearer ${token.trim()}` },
    model: `projects/${project}/locations/${location}/publishers/google/models/${model}`,
  };
}

module.exports = { liveEndpoint };
