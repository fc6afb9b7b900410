import type { Check } from './check.js';
import { freePorts, scratch, serve } from './children.js';
import { answers, getJson } from './until.js';

/** A span as Phoenix's REST API gives it. */
export interface PhoenixSpan {
  readonly name: string;
  /** What Phoenix takes it for: `LLM`, `TOOL`, `CHAIN`, … or `UNKNOWN`. */
  readonly span_kind: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface PhoenixServer {
  /** Where to send OTLP over HTTP. */
  readonly http: string;
  spans(project: string): Promise<readonly PhoenixSpan[]>;
  /** All tokens of a project, as its page counts them. */
  tokens(project: string): Promise<number>;
}

/** A real Phoenix on loopback, with an empty database. */
export async function startPhoenix(check: Check, binary: string): Promise<PhoenixServer> {
  const [http = 0, grpc = 0] = await freePorts(2);
  const page = `http://127.0.0.1:${http}`;
  const env = {
    PHOENIX_WORKING_DIR: await scratch(check),
    PHOENIX_HOST: '127.0.0.1',
    PHOENIX_PORT: `${http}`,
    PHOENIX_GRPC_PORT: `${grpc}`,
    PHOENIX_TELEMETRY_ENABLED: 'false',
  };
  await serve(check, { command: binary, args: ['serve'], env }, () => answers(`${page}/healthz`));
  return {
    http: page,
    spans: async (project) => {
      const path = `/v1/projects/${encodeURIComponent(project)}/spans?limit=1000`;
      return (await getJson<{ data: PhoenixSpan[] }>(`${page}${path}`)).data;
    },
    tokens: (project) => tokens(page, project),
  };
}

async function tokens(page: string, project: string): Promise<number> {
  const response = await fetch(`${page}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: '{ projects(first: 100) { edges { node { name tokenCountTotal } } } }',
    }),
  });
  const { data } = (await response.json()) as {
    data: { projects: { edges: { node: { name: string; tokenCountTotal: number } }[] } };
  };
  const found = data.projects.edges.find(({ node }) => node.name === project);
  if (found === undefined) throw new Error(`Phoenix has no project ${project}`);
  return found.node.tokenCountTotal;
}
