import { SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from "./auth.ts";

/** The function's environment variables. Upstream credentials are not among them: they are in a secret. */
export const BFF_ENV = {
  /** Value of the metrics' dimension: `dev`, `staging`, `prod`. */
  environmentName: "ENVIRONMENT_NAME",
  version: "APP_VERSION",
  tableName: "TABLE_NAME",
  /** Optional: the secret that every request must send in `x-origin-secret`, so that CloudFront cannot be bypassed. */
  originSecret: "ORIGIN_SECRET",
  /** A region name; or else set an endpoint. */
  modelartsRegion: "MODELARTS_REGION",
  modelartsEndpoint: "MODELARTS_ENDPOINT",
  modelartsIamEndpoint: "MODELARTS_IAM_ENDPOINT",
  modelartsOffsetMode: "MODELARTS_OFFSET_MODE",
  /** Comma-separated ids of the projects that this environment serves; others are refused, whatever a token lists. */
  modelartsProjects: "MODELARTS_PROJECTS",
  /** ARN or name of the secret with the upstream credentials. */
  modelartsSecretId: "MODELARTS_SECRET_ID",
  /** Exactly as in the token's `iss`. */
  authIssuer: "AUTH_ISSUER",
  /** Comma-separated; `aud` (or `client_id`) must contain one of them. */
  authAudiences: "AUTH_AUDIENCES",
  /** Optional: the claim that lists the caller's projects. Default `projects`. */
  authProjectsClaim: "AUTH_PROJECTS_CLAIM",
  /** Optional: URL of the issuer's keys, instead of discovery; plain `http` on loopback alone. */
  authJwksUri: "AUTH_JWKS_URI",
  /** Optional: accepted signature algorithms, comma-separated; default: all of {@link SIGNATURE_ALGORITHMS}. */
  authAlgorithms: "AUTH_ALGORITHMS",
  authRequiredScope: "AUTH_REQUIRED_SCOPE",
  /** Optional: requests a second that one copy of the function takes of one caller; default: any number. */
  requestsPerCaller: "REQUESTS_PER_CALLER",
  /** Optional: web origins allowed to read answers, comma-separated. */
  corsOrigins: "CORS_ORIGINS",
} as const;

/** Required variables. One of the two ways to locate ModelArts is required as well. */
export const REQUIRED_ENV = [
  BFF_ENV.environmentName,
  BFF_ENV.tableName,
  BFF_ENV.modelartsProjects,
  BFF_ENV.modelartsSecretId,
  BFF_ENV.authIssuer,
  BFF_ENV.authAudiences,
] as const;

export interface BffFunctionSettings {
  readonly environmentName: string;
  readonly version: string;
  readonly tableName: string;
  readonly originSecret: string | null;
  readonly location: { readonly region: string } | { readonly endpoint: string };
  readonly iamEndpoint: string | undefined;
  readonly offsetMode: "page" | "row" | "auto";
  readonly projects: readonly string[];
  readonly secretId: string;
  readonly auth: {
    readonly mode: "oidc";
    readonly issuer: string;
    readonly audiences: readonly string[];
    readonly projectsClaim: string;
    readonly jwksUri: string | null;
    readonly requiredScope: string | null;
    readonly algorithms: readonly SignatureAlgorithm[];
  };
  readonly requestsPerCaller: number | null;
  readonly corsOrigins: readonly string[];
}

/** The environment is invalid. The message lists every wrong variable and quotes no value. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Parses the function's environment; an empty variable counts as unset. Written by hand because a schema library would
 * be a seventh of what a cold start loads.
 *
 * @throws EnvironmentError
 */
export function parseEnvironment(environment: Environment): BffFunctionSettings {
  const problems: string[] = [];
  const optional = (name: string) => environment[name]?.trim() || null;
  const required = (name: string): string => {
    const text = optional(name);
    if (text === null) problems.push(`${name} is missing`);
    return text ?? "";
  };
  const checked = (name: string, text: string | null, holds: (text: string) => boolean, hint: string) => {
    if (text !== null && text !== "" && !holds(text)) problems.push(`${name} ${hint}`);
    return text;
  };
  const list = (name: string, text: string | null, holds: (entry: string) => boolean, hint: string) => {
    checked(name, text, (entries) => entriesOf(entries).every(holds), `must be ${hint}, separated by commas`);
    return entriesOf(text ?? "");
  };

  const { authIssuer, authJwksUri, authAlgorithms, corsOrigins, modelartsOffsetMode } = BFF_ENV;
  const region = optional(BFF_ENV.modelartsRegion);
  const endpoint = optional(BFF_ENV.modelartsEndpoint);
  if ((region === null) === (endpoint === null)) {
    problems.push(`set either ${BFF_ENV.modelartsRegion} or ${BFF_ENV.modelartsEndpoint}`);
  }
  const requestsPerCaller = optional(BFF_ENV.requestsPerCaller);
  checked(BFF_ENV.requestsPerCaller, requestsPerCaller, isCount, "must be a number from 1 on");
  const offsetMode = optional(modelartsOffsetMode) ?? "auto";
  checked(modelartsOffsetMode, offsetMode, isOffsetMode, `must be ${OFFSET_MODES.join(", ")}`);
  const settings: BffFunctionSettings = {
    environmentName: required(BFF_ENV.environmentName),
    version: optional(BFF_ENV.version) ?? "0.1.0",
    tableName: required(BFF_ENV.tableName),
    originSecret: optional(BFF_ENV.originSecret),
    location: region === null ? { endpoint: endpoint ?? "" } : { region },
    iamEndpoint: optional(BFF_ENV.modelartsIamEndpoint) ?? undefined,
    offsetMode: isOffsetMode(offsetMode) ? offsetMode : "auto",
    projects: entriesOf(required(BFF_ENV.modelartsProjects)),
    secretId: required(BFF_ENV.modelartsSecretId),
    auth: {
      mode: "oidc",
      issuer: checked(authIssuer, required(authIssuer), isHttpsUrl, "must be an https URL") ?? "",
      audiences: entriesOf(required(BFF_ENV.authAudiences)),
      projectsClaim: optional(BFF_ENV.authProjectsClaim) ?? "projects",
      jwksUri: checked(authJwksUri, optional(authJwksUri), isHttpsOrLoopback, "must be an https URL"),
      requiredScope: optional(BFF_ENV.authRequiredScope),
      algorithms: algorithmsOf(
        list(
          authAlgorithms,
          optional(authAlgorithms),
          isAlgorithm,
          `among ${SIGNATURE_ALGORITHMS.join(", ")}`,
        ),
      ),
    },
    requestsPerCaller: requestsPerCaller === null ? null : Number(requestsPerCaller),
    corsOrigins: list(corsOrigins, optional(corsOrigins), isOrigin, "origins such as https://lens.example"),
  };
  if (problems.length > 0) throw new EnvironmentError(`Environment: ${problems.join("; ")}`);
  return settings;
}

const OFFSET_MODES = ["page", "row", "auto"] as const;

function isOffsetMode(text: string): text is (typeof OFFSET_MODES)[number] {
  return OFFSET_MODES.some((mode) => mode === text);
}

function entriesOf(text: string): string[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

function algorithmsOf(entries: readonly string[]): readonly SignatureAlgorithm[] {
  return entries.length === 0 ? SIGNATURE_ALGORITHMS : entries.filter(isAlgorithm);
}

function isAlgorithm(text: string): text is SignatureAlgorithm {
  return SIGNATURE_ALGORITHMS.some((algorithm) => algorithm === text);
}

function isCount(text: string): boolean {
  return /^[1-9]\d{0,6}$/.test(text);
}

function isHttpsUrl(text: string): boolean {
  return /^https:\/\/[^\s?#]+$/.test(text);
}

function isHttpsOrLoopback(text: string): boolean {
  return isHttpsUrl(text) || /^http:\/\/127\.0\.0\.1:\d+(?:\/|$)/.test(text);
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.origin === text && (url.protocol === "https:" || url.hostname === "localhost");
}
