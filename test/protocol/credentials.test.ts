import { describe, expect, it } from 'vitest';
import { readCredentials, scrub } from '../../src/protocol/credentials.js';

const url = 'wss://a.example/ws';
const key = 'AIzaSyA-1234567890abcdefghijklmnopqrstu';

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

describe('scrub', () => {
  const secrets = ['s3cr3t/value+x', 'shorty', 'v1'];

  it.each([
    [`API key ${key} not valid`, 'API key REDACTED not valid'],
    [`cut: ${key.slice(0, 12)}`, 'cut: REDACTED'],
    ['token s3cr3t/value+x refused', 'token REDACTED refused'],
    ['token S3CR3T/VALUE+X refused', 'token REDACTED refused'],
    ['token s3cr3t%2Fvalue%2Bx refused', 'token REDACTED refused'],
    ['cut inside: s3cr3t/val', 'cut inside: REDACTED'],
    ['Bearer ya29.a0Af-xyz_1', 'Bearer REDACTED'],
    ['auth_tokens/0123abcd expired', 'auth_tokens/REDACTED expired'],
    [
      'Invalid URL: wss://a.example/ws?key=hello&alt=json',
      'Invalid URL: wss://a.example/ws?key=REDACTED&alt=json',
    ],
    ['wss://user:pass@a.example', 'wss://REDACTED:REDACTED@a.example'],
    ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc', 'jwt REDACTED'],
  ])('%s', (text, clean) => {
    expect(scrub(text, secrets)).toBe(clean);
  });

  it.each([
    'models/gemini-live-2.5-flash is not found for API version v1beta, or is not supported',
    'API key not valid. Please pass a valid API key.',
    'Token has been used too many times',
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie',
    'Context window trigger tokens must be within [5000, 128000]',
    'Publisher model `projects/p/locations/global/publishers/google/models/x` was not found',
  ])('leaves an ordinary reason as it is: %s', (reason) => {
    expect(scrub(reason, secrets)).toBe(reason);
  });
});
