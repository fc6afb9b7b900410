import { describe, expect, it } from 'vitest';
import { readCredentials } from '../../src/protocol/credentials.js';

const url = 'wss://a.example/ws';
const key = 'AIzaSyA-1234567890abcdefghijklmnopqrstu';

/** Taken from where, and what is secret of it. */
const secretValue = 'abcdefgh-IJKL0123';
const secretPlaces = [
  [`${url}?session=${secretValue}`, undefined],
  [`${url}?model=${secretValue}`, undefined],
  [`${url}?${key}`, undefined, key],
  [`${url}#${secretValue}`, undefined],
  [`${url};key=${secretValue}`, undefined],
  [`${url}%3Fkey%3D${secretValue}`, undefined],
  [`wss://a.example/${key}/ws`, undefined, key],
  [`wss://a.example/auth_tokens/${secretValue}/ws`, undefined],
  [`wss://${secretValue}@a.example/ws`, undefined],
  [`wss://user:${secretValue}@a.example/ws`, undefined],
  [url, { authorization: `Bearer ${secretValue}` }],
  [url, { authorization: `Token auth_tokens/${secretValue}` }],
  [url, { authorization: `Basic ${btoa(`user:${secretValue}`)}` }, `user:${secretValue}`],
  [url, { cookie: `a=b; sid=${secretValue}; c=d` }],
  [url, { 'sec-websocket-protocol': `chat, ${secretValue}` }],
  [url, { 'x-session': secretValue }],
  [url, { 'x-jwt-assertion': secretValue }],
  [url, { 'cf-access-client-id': secretValue }],
] as const;

it.each(secretPlaces)('readCredentials finds the secret of %s %o', (given, headers, secret?) => {
  expect(readCredentials(given, headers).secrets).toContain(secret ?? secretValue);
});

it.each([
  [`${url}?model=gemini-live-2.5-flash-native-audio`, undefined],
  [`${url}?model=models/gemini-2.5-flash-native-audio-preview-12-2025`, undefined],
  [
    url,
    {
      host: 'a.example:1234',
      'user-agent': 'google-genai-sdk/1.2.3',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'sec-fetch-mode': 'websocket',
      'accept-encoding': 'gzip, deflate',
      'x-goog-api-client': 'google-genai-sdk/1.2.3 gl-node/20',
    },
  ],
] as const)('readCredentials finds nothing secret in %s %o', (given, headers) => {
  expect(readCredentials(given, headers).secrets.filter((secret) => secret !== '')).toEqual([]);
});

describe('readCredentials', () => {
  it.each([
    [`${url}?key=${key}`, undefined, 'api_key'],
    [`${url}?KEY=${key}`, undefined, 'api_key'],
    [`${url}?access_token=ya29.abc`, undefined, 'oauth'],
    [`${url}?access_token=auth_tokens/abc`, undefined, 'ephemeral_token'],
    [`${url}?access_token=auth_tokens%2Fabc`, undefined, 'ephemeral_token'],
    [url, { 'X-Goog-Api-Key': key }, 'api_key'],
    [url, { 'x-goog-api-key': 'auth_tokens/abc' }, 'ephemeral_token'],
    [url, { Authorization: 'Bearer ya29.abc' }, 'oauth'],
    [url, { authorization: 'Token auth_tokens/abc' }, 'ephemeral_token'],
    [url, new Headers({ authorization: 'Bearer ya29.abc' }), 'oauth'],
    [url, [['authorization', 'Bearer ya29.abc']] as [string, string][], 'oauth'],
    [url, ['authorization', 'Bearer ya29.abc'], 'oauth'],
    [url, { authorization: ['Bearer ya29.abc'] }, 'oauth'],
    [`${url}?key=${key}`, { authorization: 'Bearer ya29.abc' }, 'oauth'],
    [url, { 'user-agent': 'google-genai-sdk' }, 'none'],
    [url, undefined, 'none'],
  ] as const)('%s %o: %s', (given, headers, kind) => {
    expect(readCredentials(given, headers).kind).toBe(kind);
  });
});
