import { NodeSDK } from '@opentelemetry/sdk-node';
import { GeminiLiveInstrumentation } from 'opentelemetry-instrumentation-gemini-live';

new NodeSDK({ instrumentations: [new GeminiLiveInstrumentation()] }).start();
