import { expect, it } from 'vitest';
import { setupFacts } from '../../../src/protocol/client/setup.js';

const parameters = { type: 'OBJECT', properties: { city: { type: 'STRING' } } };
const get = { type: 'function', name: 'get_weather', description: 'The weather now', parameters };

it.each<[string, Readonly<Record<string, unknown>>, object]>([
  ['nothing', {}, { systemInstructions: [], tools: [] }],
  [
    'camelCase',
    {
      systemInstruction: { role: 'user', parts: [{ text: 'Be brief.' }, { text: 'Be kind.' }] },
      tools: [
        { functionDeclarations: [{ name: get.name, description: get.description, parameters }] },
        { googleSearch: {} },
      ],
    },
    {
      systemInstructions: ['Be brief.', 'Be kind.'],
      tools: [get, { type: 'googleSearch', name: 'googleSearch' }],
    },
  ],
  [
    'snake_case',
    {
      system_instruction: { parts: [{ text: 'Be brief.' }] },
      tools: [
        {
          function_declarations: [
            {
              name: get.name,
              description: get.description,
              parameters_json_schema: parameters,
              behavior: 'NON_BLOCKING',
            },
          ],
          code_execution: {},
        },
      ],
    },
    {
      systemInstructions: ['Be brief.'],
      tools: [get, { type: 'codeExecution', name: 'codeExecution' }],
    },
  ],
  [
    'a text alone',
    { systemInstruction: 'Be brief.' },
    { systemInstructions: ['Be brief.'], tools: [] },
  ],
  [
    'what cannot be',
    {
      systemInstruction: { parts: [1, { text: 2 }, {}] },
      tools: [1, null, [], { functionDeclarations: 3 }],
    },
    { systemInstructions: [], tools: [] },
  ],
])('reads what a setup tells the model: %s', (_, setup, content) => {
  expect(setupFacts(setup, true).content).toEqual(content);
  expect(setupFacts(setup).content).toBeUndefined();
});
