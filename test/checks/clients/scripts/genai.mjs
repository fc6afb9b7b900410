import { GoogleGenAI } from '@google/genai';
import talk from './genai-talk.cjs';

await talk(GoogleGenAI, talk.project);
