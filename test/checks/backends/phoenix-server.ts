import type { Check } from './check.js';
import { freePorts, scratch, serve } from './children.js';
import { answers, getJson } from './until.js';

/** A span as Phoenix's REST API gives it. */
export interface PhoenixSpan {
  readonly name: string;
  /** What Phoenix takes it for: `LLM`, `CHAIN`, `TOOL`, `UNKNOWN`, … */
  readonly span_kind: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface PhoenixServer {
  /** Where to send OTLP over HTTP. */
  readonly traces: string;
  spans(project: string): Promise<readonly PhoenixSpan[]>;
}

/** A real Phoenix on loopback, with a database of its own that is removed at the check's end. */
export async function startPhoenix(check: Check, binary: string): Promise<PhoenixServer> {
  const [http = 0, grpc = 0] = await freePorts(2);
  const page = `http://127.0.0.1:${http}`;
  const env = {
    PHOENIX_HOST: '127.0.0.1',
    PHOENIX_PORT: `${http}`,
    PHOENIX_GRPC_PORT: `${grpc}`,
    PHOENIX_WORKING_DIR: await scratch(check),
    PHOENIX_TELEMETRY_ENABLED: 'false',
  };
  await serve(check, { command: binary, args: ['serve'], env }, () => answers(`${page}/healthz`));
  return {
    traces: `${page}/v1/traces`,
    spans: async (project) => {
      const url = `${page}/v1/projects/${project}/spans?limit=1000`;
      return (await getJson<{ data: PhoenixSpan[] }>(url)).data;
    },
  };
}
