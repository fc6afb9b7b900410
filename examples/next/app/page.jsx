'use client';
import { useState } from 'react';

const models = ['gemini-3.8-live', 'gemini-live-2.5-flash-native-audio'];

/** Asks a model by a route handler, and over the relay of the custom server. */
export default function Page() {
  const [model, setModel] = useState(models[0]);
  const [lines, setLines] = useState([]);
  const show = (line) => setLines((shown) => [...shown, line]);

  async function ask() {
    const response = await fetch(`/api/ask?model=${model}`);
    show(`route handler: ${await response.text()}`);
  }

  function talk() {
    const socket = new WebSocket(`ws://${location.host}/live?model=${model}`);
    socket.onopen = () => socket.send('What is a span?');
    socket.onmessage = ({ data }) => show(`relay: ${data}`);
    socket.onclose = ({ code, reason }) => show(`relay: closed: ${code} ${reason}`);
  }

  return (
    <main>
      <select value={model} onChange={({ target }) => setModel(target.value)}>
        {models.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <button onClick={ask}>Ask</button>
      <button onClick={talk}>Talk</button>
      <pre>{lines.join('\n')}</pre>
    </main>
  );
}
