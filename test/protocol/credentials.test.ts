import { describe, expect, it } from 'vitest';
import { readCredentials } from '../../src/protocol/credentials.js';

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
