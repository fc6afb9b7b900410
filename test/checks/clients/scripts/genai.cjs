'use strict';
const { GoogleGenAI } = require('@google/genai');
const talk = require('./genai-talk.cjs');

talk(GoogleGenAI, talk.project);
