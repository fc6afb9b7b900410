import { InMemoryRunner, LiveRequestQueue, LlmAgent } from '@google/adk';

const agent = new LlmAgent({ name: 'greeter', model: process.env.MODEL, instruction: 'Greet.' });
const runner = new InMemoryRunner({ agent, appName: 'app' });
const user = { appName: 'app', userId: 'somebody' };
const { id } = await runner.sessionService.createSession(user);
const liveRequestQueue = new LiveRequestQueue();
liveRequestQueue.sendContent({ role: 'user', parts: [{ text: 'Hello' }] });
const events = runner.runLive({
  userId: user.userId,
  sessionId: id,
  liveRequestQueue,
  runConfig: { responseModalities: ['AUDIO'] },
});
for await (const { turnComplete, errorCode, errorMessage } of events) {
  console.log('event', turnComplete, errorCode, errorMessage);
  if (turnComplete) liveRequestQueue.close();
}
console.log('done');
