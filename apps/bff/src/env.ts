import * as z from "zod/mini";
import { SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from "./auth/signature-algorithms.ts";

/** The names of the function's environment variables. Upstream credentials are none of them: they are in a secret. */
export const ENV = {
  /** Value of the metrics' dimension: `dev`, `staging`, `prod`. */
  environmentName: "ENVIRONMENT_NAME",
  /** Optional: what `/healthz` says, and what entity tags change with. */
  version: "APP_VERSION",
  tableName: "TABLE_NAME",
  /** A region's name, or else an endpoint. */
  modelartsRegion: "MODELARTS_REGION",
  modelartsEndpoint: "MODELARTS_ENDPOINT",
  /** Optional: where tokens come from, when it is not the region's own. */
  modelartsIamEndpoint: "MODELARTS_IAM_ENDPOINT",
  /** Optional: `page`, `row` or `auto`. */
  modelartsOffsetMode: "MODELARTS_OFFSET_MODE",
  /** ARN or name of the secret that holds the upstream credentials. */
  modelartsSecretId: "MODELARTS_SECRET_ID",
  /** As tokens spell it in `iss`. */
  authIssuer: "AUTH_ISSUER",
  /** One of these, separated by commas, must stand in `aud` (or `client_id`). */
  authAudiences: "AUTH_AUDIENCES",
  /** Optional: the claim that lists the caller's projects; `projects`. */
  authProjectsClaim: "AUTH_PROJECTS_CLAIM",
  /** Optional: where the issuer's keys are, when its discovery document shall not be asked. */
  authJwksUri: "AUTH_JWKS_URI",
  /** Optional: signature algorithms that are believed, separated by commas; all of {@link SIGNATURE_ALGORITHMS}. */
  authAlgorithms: "AUTH_ALGORITHMS",
  /** Optional: origins of web pages that may read answers, separated by commas. */
  corsOrigins: "CORS_ORIGINS",
} as const;

/** The variables without which the function does not start; and one of the two ways to say where ModelArts is. */
export const REQUIRED_ENV = [
  ENV.environmentName,
  ENV.tableName,
  ENV.modelartsSecretId,
  ENV.authIssuer,
  ENV.authAudiences,
] as const;

/** What the function is set up with. */
export interface FunctionSettings {
  readonly environmentName: string;
  readonly version: string;
  readonly tableName: string;
  readonly location: { readonly region: string } | { readonly endpoint: string };
  readonly iamEndpoint: string | undefined;
  readonly offsetMode: "page" | "row" | "auto";
  readonly secretId: string;
  readonly auth: {
    readonly mode: "oidc";
    readonly issuer: string;
    readonly audiences: readonly string[];
    readonly projectsClaim: string;
    readonly jwksUri: string | null;
    readonly algorithms: readonly SignatureAlgorithm[];
  };
  readonly corsOrigins: readonly string[];
}

/** The environment is not what the function needs; the message lists every variable that is wrong, and no value. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

const required = z.string("is missing");
const optional = z.optional(z.string());
const httpsUrl = /^https:\/\/[^\s?#]+$/;

const entriesOf = (text: string) =>
  text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");

const schema = z.object({
  [ENV.environmentName]: required,
  [ENV.version]: z._default(z.string(), "0.1.0"),
  [ENV.tableName]: required,
  [ENV.modelartsRegion]: optional,
  [ENV.modelartsEndpoint]: optional,
  [ENV.modelartsIamEndpoint]: optional,
  [ENV.modelartsOffsetMode]: z._default(z.enum(["page", "row", "auto"], "must be page, row or auto"), "auto"),
  [ENV.modelartsSecretId]: required,
  [ENV.authIssuer]: required.check(z.regex(httpsUrl, "must be an https URL")),
  [ENV.authAudiences]: required.check(
    z.refine((text) => entriesOf(text).length > 0, "must name an audience"),
  ),
  [ENV.authProjectsClaim]: z._default(z.string(), "projects"),
  [ENV.authJwksUri]: z.optional(z.string().check(z.regex(httpsUrl, "must be an https URL"))),
  [ENV.authAlgorithms]: z._default(
    z
      .string()
      .check(
        z.refine(
          (text) => entriesOf(text).every(isAlgorithm),
          `must be among ${SIGNATURE_ALGORITHMS.join(", ")}`,
        ),
      ),
    SIGNATURE_ALGORITHMS.join(","),
  ),
  [ENV.corsOrigins]: z._default(
    z
      .string()
      .check(
        z.refine(
          (text) => entriesOf(text).every(isOrigin),
          "must be origins such as https://lens.example, separated by commas",
        ),
      ),
    "",
  ),
});

/**
 * Reads the function's environment. A variable that is set to nothing counts as not set.
 *
 * @throws EnvironmentError
 */
export function parseEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): FunctionSettings {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    throw new EnvironmentError(`Environment: ${problems.join("; ")}`);
  }
  const env = parsed.data;
  return {
    environmentName: env[ENV.environmentName],
    version: env[ENV.version],
    tableName: env[ENV.tableName],
    location: locationOf(env[ENV.modelartsRegion], env[ENV.modelartsEndpoint]),
    iamEndpoint: env[ENV.modelartsIamEndpoint],
    offsetMode: env[ENV.modelartsOffsetMode],
    secretId: env[ENV.modelartsSecretId],
    auth: {
      mode: "oidc",
      issuer: env[ENV.authIssuer],
      audiences: entriesOf(env[ENV.authAudiences]),
      projectsClaim: env[ENV.authProjectsClaim],
      jwksUri: env[ENV.authJwksUri] ?? null,
      algorithms: entriesOf(env[ENV.authAlgorithms]).filter(isAlgorithm),
    },
    corsOrigins: entriesOf(env[ENV.corsOrigins]),
  };
}

function locationOf(region: string | undefined, endpoint: string | undefined): FunctionSettings["location"] {
  if (region !== undefined && endpoint === undefined) return { region };
  if (endpoint !== undefined && region === undefined) return { endpoint };
  throw new EnvironmentError(`Environment: set either ${ENV.modelartsRegion} or ${ENV.modelartsEndpoint}`);
}

function isAlgorithm(text: string): text is SignatureAlgorithm {
  return SIGNATURE_ALGORITHMS.some((algorithm) => algorithm === text);
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.origin === text && (url.protocol === "https:" || url.hostname === "localhost");
}
