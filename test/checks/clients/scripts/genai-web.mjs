// The browser's build, on Node's own WebSocket.
import { GoogleGenAI } from '@google/genai/web';
import talk from './genai-talk.cjs';

await talk(GoogleGenAI);
