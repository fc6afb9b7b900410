import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closedPort, exportTo, startCollector, type Collector } from '../children/collector.js';
import { run, type Outcome } from '../children/run.js';
import { repository } from '../children/tree.js';
import { startSimulator, type Simulator } from '../simulator/index.js';
import { LIVE_METHOD, UpgradeServer } from '../sockets/upgrade-server.js';

let simulator: Simulator;
let server: UpgradeServer;
let collector: Collector;
beforeAll(async () => {
  [simulator, server] = await Promise.all([startSimulator(), UpgradeServer.start()]);
});
afterAll(() => Promise.all([simulator.close(), server.stop()]));
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

const fixtures = join(repository, 'test/delivery/fixtures');

function execute(from: string, url: string, env?: Readonly<Record<string, string>>) {
  const script = [
    join(fixtures, 'exits.mjs'),
    from,
    url,
    'models/gemini-live-2.5-flash-native-audio',
  ];
  const watching = env === undefined ? [] : ['--require', join(fixtures, 'sdk.cjs')];
  return run({
    args: ['--experimental-websocket', ...watching, ...script],
    env: { NODE_NO_WARNINGS: '1', ...env },
  });
}

async function urlOf(end: string): Promise<string> {
  const path = `/ws/${LIVE_METHOD}?key=test-key`;
  if (end === 'refused') return server.url('403');
  if (end === 'unreachable') return `ws://127.0.0.1:${await closedPort()}${path}`;
  return simulator.url + path;
}

const essence = ({ code, stdout, stderr }: Outcome): object => ({ code, stdout, stderr });

describe.each(['global', 'undici'])('a process that ends with the socket (%s)', (from) => {
  it.each([
    ['refused', { 'http.response.status_code': 403, 'gemini.close.cause': 'permission' }],
    ['unreachable', { 'error.type': 'ECONNREFUSED', 'gemini.close.cause': 'network' }],
    ['closed in setup', { 'websocket.close.code': 1008, 'gemini.close.cause': 'model_mismatch' }],
  ])('has told why it never opened: %s', async (end, attributes) => {
    const url = await urlOf(end);
    const alone = await execute(from, url);
    expect(alone).toMatchObject({ code: 7, stderr: '' });
    const watched = await execute(from, url, collector.env);
    expect(essence(watched)).toEqual(essence(alone));
    const sessions = collector.spans.filter(({ name }) => name.startsWith('gemini.live.session'));
    expect(sessions).toMatchObject([{ status: { code: 2 }, attributes }]);
    // And where nobody takes the spans:
    const hung = await execute(from, url, exportTo(await closedPort()));
    expect(essence(hung)).toEqual(essence(alone));
  });
});
