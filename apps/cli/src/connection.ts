import { type Client, createClient } from "@deploy-lens/client/call";
import { eachService } from "@deploy-lens/client/routes/pages";
import { UsageError } from "@deploy-lens/command";
import type { Language } from "@deploy-lens/core/vocabulary/labels";

export const CONNECTION_OPTIONS = {
  url: { type: "string" },
  project: { type: "string", short: "p" },
} as const;

export const CONNECTION_HELP = `  --url URL          of the API; default DEPLOY_LENS_URL, else the local stack's http://127.0.0.1:8787
  --project ID       default DEPLOY_LENS_PROJECT, else demo
                     DEPLOY_LENS_TOKEN holds the bearer token, where the API wants one
`;

export interface Connection {
  readonly client: Client;
  readonly projectId: string;
  /** The API's, which is the dashboard's too. */
  readonly baseUrl: string;
}

/** Creates a connection from options and environment. @throws UsageError for an invalid address */
export function connectToApi(
  values: { url?: string | undefined; project?: string | undefined },
  env: NodeJS.ProcessEnv,
  language: Language,
): Connection {
  const baseUrl = values.url ?? env.DEPLOY_LENS_URL ?? "http://127.0.0.1:8787";
  if (!URL.canParse(baseUrl))
    throw new UsageError(`--url takes an address such as http://127.0.0.1:8787, not "${baseUrl}"`);
  const token = env.DEPLOY_LENS_TOKEN;
  const client = createClient({ baseUrl, language, ...(token === undefined ? {} : { token }) });
  return { client, baseUrl, projectId: values.project ?? env.DEPLOY_LENS_PROJECT ?? "demo" };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Finds a service by its id, or by its name if that is unambiguous.
 *
 * @throws UsageError when no service or several match
 */
export async function findService({ client, projectId }: Connection, service: string): Promise<string> {
  if (UUID.test(service)) return service;
  const called: { id: string; name: string }[] = [];
  for await (const candidate of eachService(client, { projectId, search: service })) {
    if (candidate.id === service) return candidate.id;
    called.push(candidate);
  }
  const exact = called.filter((candidate) => candidate.name === service);
  const candidates = exact.length > 0 ? exact : called;
  const [only, ...others] = candidates;
  if (only === undefined) throw new UsageError(`project ${projectId} has no service called "${service}"`);
  if (others.length === 0) return only.id;
  const names = candidates.slice(0, 5).map((candidate) => `${candidate.name} (${candidate.id})`);
  throw new UsageError(
    `"${service}" fits ${candidates.length} services: ${names.join(", ")}; use the service id`,
  );
}
