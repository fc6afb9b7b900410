import { once } from 'node:events';
import { logs, type LoggerProvider } from '@opentelemetry/api-logs';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ended, observe, type Observed } from './observed.js';
import { liveUrl, startSimulator, type Simulator } from '../simulator/index.js';

let observed: Observed;
let simulator: Simulator;
beforeAll(async () => {
  observed = observe({ errorEvent: 'log' });
  simulator = await startSimulator();
});
afterAll(async () => {
  await simulator.close();
  await observed.stop();
});

/** A provider that notes the names of events. */
function provider(events: string[]): LoggerProvider {
  const logger = {
    emit: ({ eventName }: { readonly eventName?: string }) => void events.push(eventName ?? ''),
    enabled: () => true,
  };
  return { getLogger: () => logger };
}

async function mistake(): Promise<void> {
  observed.reset();
  const socket = new observed.WebSocket(liveUrl(simulator.url, { api: 'gemini' }));
  const model = 'models/gemini-live-2.5-flash-native-audio';
  socket.on('open', () => socket.send(JSON.stringify({ setup: { model } })));
  await once(socket, 'close');
  await ended(observed, 'gemini.live.session');
}

const told = ['gemini.live.exception'];

it('takes the logger of whoever sets one, and when', async () => {
  // Nobody: nothing is told, nothing is thrown.
  await mistake();
  const global: string[] = [];
  logs.setGlobalLoggerProvider(provider(global));
  await mistake();
  expect(global).toEqual(told);
  const own: string[] = [];
  const { instrumentation } = observed;
  registerInstrumentations({ instrumentations: [instrumentation], loggerProvider: provider(own) });
  await mistake();
  expect([global, own]).toEqual([told, told]);
  logs.disable();
});
