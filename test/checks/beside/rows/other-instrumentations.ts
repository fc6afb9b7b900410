import { differs } from '../../../children/faults.js';
import { nodeBinary } from '../../../children/nodes.js';
import { run, type Outcome } from '../../../children/run.js';
import { startSimulator } from '../../../simulator/index.js';
import { startFakeBackend } from '../fake-backend.js';
import { application } from '../application.js';
import type { Row } from '../row.js';
import { sessionFaults, type Call } from '../watched.js';
import { agents, fixtures, type Agent } from './tables/agents.js';

interface Attempt extends Outcome {
  /** What the agent's backend was sent. */
  readonly sent: string;
}

const node = '22.23.3';

const talks = ['good', 'calls a tool', 'vertex-name-on-gemini', 'gemini-name-on-vertex'];

const calls: readonly Call[] = talks.flatMap((talk) =>
  ['ws', 'global'].map((kind) => ({ name: `${kind} ${talk}`, talk })),
);

export const otherInstrumentations: readonly Row[] = agents.flatMap((agent) =>
  (['before', 'after'] as const).map((order) => ({
    name: `${agent.name}, ${order} us`,
    faults: async (tarball) => {
      const folder = await application(folderOf(agent), agent.packages, tarball);
      const alone = await attempt(agent, order, folder, {});
      const watched = await attempt(agent, order, folder, { WATCHED: '1' });
      return [
        ...(alone.code === 0 ? [] : [`without us: ${alone.stdout}${alone.stderr}`]),
        ...(alone.recorded.said.length > 0 ? [] : ['the application saw nothing']),
        ...differs('exit code', watched.code, alone.code),
        ...differs('signal', watched.signal, alone.signal),
        ...differs('what the application saw', saw(watched), saw(alone)),
        ...differs('standard output', watched.stdout, alone.stdout),
        ...differs('standard error', withoutOurs(watched.stderr), withoutOurs(alone.stderr)),
        ...differs("the application's own spans", ownSpans(watched), ownSpans(alone)),
        ...(agent.tells
          ? backendFaults(agent.tells, watched)
          : sessionFaults(calls, watched.recorded)),
      ];
    },
  })),
);

function folderOf({ packages }: Agent): string {
  const [name = ''] = Object.keys(packages).slice(-1);
  return `${name.replace('/', '-')}-${packages[name]}`;
}

async function attempt(
  { loads, by = '--require', ours, env }: Agent,
  order: 'before' | 'after',
  folder: string,
  watched: Readonly<Record<string, string>>,
): Promise<Attempt> {
  const [simulator, backend] = await Promise.all([startSimulator(), startFakeBackend()]);
  const preloads = [
    [by, loads],
    [by, `${fixtures}/${ours}.cjs`],
  ];
  if (order === 'after') preloads.reverse();
  try {
    const outcome = await run({
      node: await nodeBinary(node),
      args: [...preloads.flat(), `${fixtures}/app.cjs`],
      cwd: folder,
      env: { SIMULATOR: simulator.url, ...env(backend.port), ...watched },
      seconds: 60,
    });
    return { ...outcome, sent: backend.text() };
  } finally {
    await Promise.all([simulator.close(), backend.close()]);
  }
}

function saw({ recorded }: Outcome): string {
  return recorded.said.join('\n');
}

/** Without the hint, which this package prints as it should. */
function withoutOurs(stderr: string): string {
  return stderr
    .split('\n')
    .filter((line) => !/\[GEMINI_LIVE_MISMATCH\]|--trace-warnings \.\.\./.test(line))
    .map((line) => line.replace(/\(node:\d+\)/, '(node)'))
    .join('\n');
}

/** Those that are there without us. Upgrades are none of them: see `suppressHandshakeSpans`. */
function ownSpans({ recorded }: Outcome): string {
  const isOwn = ({ name, attributes }: (typeof recorded.spans)[number]): boolean =>
    !/^(?:gemini\.live\.|realtime_inference|execute_tool)/.test(name) &&
    !/BidiGenerateContent/.test(JSON.stringify(attributes));
  return recorded.spans
    .filter(isOwn)
    .map(({ name, kind }) => `${name} ${kind}`)
    .sort()
    .join('\n');
}

/** Agents send what they were told in formats of their own, with the names as they are. */
function backendFaults(names: readonly string[], { sent }: Attempt): string[] {
  return [
    ...names.filter((name) => !sent.includes(name)).map((name) => `not sent: ${name}`),
    ...(sent.match(/Leaked\w+/g) ?? []).map((leak) => `${leak} left the process`),
  ];
}
