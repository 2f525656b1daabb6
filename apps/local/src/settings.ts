import { resolve } from "node:path";
import { UsageError } from "@deploy-lens/command";
import {
  type CredentialFields,
  credentialsFromEnv,
  ONE_KIND_OF_CREDENTIALS,
} from "@deploy-lens/modelarts/settings/credentials-from-env";
import { isRegion, REGIONS } from "@deploy-lens/modelarts/settings/endpoint";
import * as z from "zod";

/** The source of events: the built-in simulator, or the real platform. */
export type LocalUpstream =
  | { readonly kind: "simulator" }
  | {
      readonly kind: "modelarts";
      readonly endpoint: { readonly region: string } | { readonly endpoint: string };
      readonly iamEndpoint: string | undefined;
      /** Parsed by `parseCredentials` of packages/modelarts. */
      readonly credentials: Readonly<Record<string, string>>;
      readonly projects: readonly string[];
    };

export interface LocalSettings {
  readonly port: number;
  /** The folder of the table and other state that outlives a restart. */
  readonly dataFolder: string;
  readonly upstream: LocalUpstream;
}

const text = z.string().trim().min(1);

const Environment = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((port) => port <= 65_535)
    .default(8787),
  DEPLOY_LENS_DATA: text.default(".data"),
  MODELARTS_REGION: text.optional(),
  MODELARTS_ENDPOINT: text.optional(),
  MODELARTS_IAM_ENDPOINT: text.optional(),
  MODELARTS_PROJECTS: text.optional(),
  MODELARTS_ACCESS_KEY: text.optional(),
  MODELARTS_SECRET_KEY: text.optional(),
  MODELARTS_SECURITY_TOKEN: text.optional(),
  MODELARTS_SECURITY_TOKEN_EXPIRES_AT: text.optional(),
  MODELARTS_USER_NAME: text.optional(),
  MODELARTS_DOMAIN_NAME: text.optional(),
  MODELARTS_PASSWORD: text.optional(),
  MODELARTS_TOKEN: text.optional(),
});

type Environment = z.infer<typeof Environment>;

const HINTS: Readonly<Record<string, string>> = {
  PORT: "a port from 0 to 65535 (0: any that is free)",
};

/**
 * Parses the environment. Without a `MODELARTS_…` variable, the simulator stands in for ModelArts.
 *
 * @throws UsageError naming the variable and the allowed values, never its value
 */
export function readSettings(env: NodeJS.ProcessEnv, root: string): LocalSettings {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0] ?? "");
    throw new UsageError(`${name} must be ${HINTS[name] ?? "a text that is not empty"}`);
  }
  const settings = parsed.data;
  return {
    port: settings.PORT,
    dataFolder: resolve(root, settings.DEPLOY_LENS_DATA),
    upstream: upstreamOf(settings),
  };
}

function upstreamOf(settings: Environment): LocalUpstream {
  const given = Object.entries(settings).some(([name, value]) => name.startsWith("MODELARTS_") && value);
  if (!given) return { kind: "simulator" };
  return {
    kind: "modelarts",
    endpoint: endpointOf(settings),
    iamEndpoint: settings.MODELARTS_IAM_ENDPOINT,
    credentials: credentialsOf(settings),
    projects: projectsOf(settings),
  };
}

function endpointOf(settings: Environment): { region: string } | { endpoint: string } {
  if (settings.MODELARTS_ENDPOINT !== undefined) return { endpoint: settings.MODELARTS_ENDPOINT };
  const region = settings.MODELARTS_REGION;
  if (region !== undefined) {
    if (isRegion(region)) return { region };
    throw new UsageError(`MODELARTS_REGION must be one of ${REGIONS.join(", ")}`);
  }
  throw new UsageError("set MODELARTS_REGION (such as cn-north-4) or MODELARTS_ENDPOINT as well");
}

function credentialsOf(settings: Environment): CredentialFields {
  const fields = credentialsFromEnv(settings);
  if (fields === null) throw new UsageError(ONE_KIND_OF_CREDENTIALS);
  return fields;
}

function projectsOf(settings: Environment): string[] {
  const projects = (settings.MODELARTS_PROJECTS ?? "").split(",").map((project) => project.trim());
  const named = projects.filter((project) => project !== "");
  if (named.length === 0) throw new UsageError("set MODELARTS_PROJECTS: project ids, separated by commas");
  return named;
}
