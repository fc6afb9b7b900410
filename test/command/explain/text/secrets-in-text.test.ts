import { describe, expect, it } from 'vitest';
import { runCommand } from '../../run-command.js';

const key = 'AIzaSyD-0123456789abcdefghijklmnopqrstu';
const token = 'ya29.a0AfB_byC0123456789abcdefghij';
const plain = 'correct-horse-battery-staple';

const url = (query: string): string =>
  `wss://generativelanguage.googleapis.com/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?${query}`;

/** Texts that hold a secret, also where what is told is taken from. */
const texts: Readonly<Record<string, string>> = {
  'a key in a URL': `${url(`key=${key}`)}\nclosed 1008 models/${key} is not found for API version v1beta, or is not`,
  'a key of no known shape in a URL': `${url(`key=${plain}`)}\nclosed 1007 API key not valid: ${plain}`,
  'a percent-encoded key': `${url(`key=${plain.replaceAll('-', '%2D')}`)}\nclosed 1007 API key not valid: ${plain}`,
  'a token in a URL': `${url(`access_token=${token}`)}\nclosed 1008 Request had invalid authentication credentials. ${token}`,
  'a Bearer token': `Authorization: Bearer ${token}\nclosed 1008 ${token}`,
  'a header of no known shape': `{"x-goog-api-key":"${plain}"}\n{"code":1007,"reason":"API key not valid ${plain}"}`,
  'a key as the model': `model=gemini-${key} closed 1008 models/gemini-${key} is not found for API version v1beta`,
  'a handle': `{"setup":{"sessionResumption":{"handle":"${plain}"}}}\nclose 1008 BidiGenerateContent session not found ${plain}`,
  'a key in the path': `wss://generativelanguage.googleapis.com/${key}/x\nUnexpected server response: 404 ${key}`,
  'user and password': `wss://user:${plain}@proxy.example/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent\nclose 1008 ${plain}`,
  'a key as the location': `location=${key} closed 1008 Publisher model \`projects/p/locations/${key}/publishers/google/models/gemini-3.8-live\` was not found`,
  'a value that Google repeats': `close 1007 Invalid value at 'setup.tools' (oneof), "${plain}"`,
};

describe('what is secret in a text', () => {
  it.each(Object.keys(texts))('is not told: %s', async (name) => {
    const text = texts[name] ?? '';
    for (const args of [['explain'], ['explain', '--json']]) {
      const byInput = await runCommand(args, { input: text });
      const byArgument = await runCommand([...args, text]);
      for (const { code, stdout, stderr } of [byInput, byArgument]) {
        expect(code).not.toBe(2);
        for (const secret of [key, token, plain]) expect(stdout + stderr).not.toContain(secret);
      }
    }
  });

  it('is not told of the environment', async () => {
    const { stdout, stderr } = await runCommand(
      ['explain', `closed 1007 API key not valid: ${plain}`],
      { env: { GEMINI_API_KEY: plain } },
    );
    expect(stdout + stderr).not.toContain(plain);
    expect(stdout).toContain('REDACTED');
  });

  it.each([
    [['explain', `--${key}`]],
    [['explain', `--api`, key]],
    [[url(`key=${plain}`)]],
    [['explain', '--location', `${key}!`]],
    [['check', '--api', 'gemini', '--model', 'x', '--on', key]],
    [['models', '--verify', '--endpoint', key]],
    [['check', key]],
    [['check', 'a.json', key]],
    [['check', '--api', 'gemini', '--model', 'x', '--setup', key]],
    [['explain', '--file', key]],
    [['connect', '--api', 'gemini', '--model', 'x', '--endpoint', key]],
    [['connect', '--api', 'gemini', '--model', 'x', '--timeout', key]],
  ])('is not repeated where the arguments are wrong: %j', async (args) => {
    const { code, stdout, stderr } = await runCommand(args);
    expect(code).toBe(2);
    for (const secret of [key, plain]) expect(stdout + stderr).not.toContain(secret);
  });

  it('is not told of a deployment', async () => {
    const input = JSON.stringify({ name: `n ${key}`, api: 'gemini', model: `models/${key}` });
    for (const args of [
      ['check', '-'],
      ['check', '-', '--json'],
    ]) {
      const { stdout, stderr } = await runCommand(args, { input });
      expect(stdout + stderr).not.toContain(key);
    }
  });

  it('leaves the names of models readable that a key has a part of', async () => {
    const text = `${url('key=gemini-3.8-live-key')}\nclosed 1008 models/gemini-3.8-liv is not found for API version v1beta`;
    const { stdout } = await runCommand(['explain', text]);
    expect(stdout).toContain("'gemini-3.8-liv'");
  });
});
