import { LOG_LEVELS, type LogLevel } from "@deploy-lens/observe/log";
import * as z from "zod/mini";

/** The functions' environment variables. Upstream credentials are not among them: they are in a secret. */
export const ANALYTICS_ENV = {
  /** Value of the metrics' dimension, such as `dev`, `staging` or `prod`. */
  environmentName: "ENVIRONMENT_NAME",
  logLevel: "LOG_LEVEL",
  tableName: "TABLE_NAME",
  projectIds: "MODELARTS_PROJECTS",
  /** Optional: comma-separated `PROJECT/SERVICE`. In projects named here only these services are watched. */
  watchedServices: "MODELARTS_WATCHED_SERVICES",
  /** Either this or the endpoint. */
  modelartsRegion: "MODELARTS_REGION",
  modelartsEndpoint: "MODELARTS_ENDPOINT",
  /** Optional: overrides the region's own IAM endpoint. */
  modelartsIamEndpoint: "MODELARTS_IAM_ENDPOINT",
  /** Optional: `page`, `row` or `auto`. */
  modelartsOffsetMode: "MODELARTS_OFFSET_MODE",
  /** ARN or name of the secret that holds the upstream credentials. */
  modelartsSecretId: "MODELARTS_SECRET_ID",
  queueUrl: "QUEUE_URL",
  deadLetterQueueUrl: "DEAD_LETTER_QUEUE_URL",
  maxReceiveCount: "MAX_RECEIVE_COUNT",
} as const;

/** The message lists every wrong variable, without values. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

export interface WatchedService {
  readonly projectId: string;
  readonly serviceId: string;
}

const ID = "[A-Za-z0-9_-]{1,64}";
const required = z.string("is missing");
const optional = z.optional(z.string());

const entriesOf = (text: string) => text.split(",").map((entry) => entry.trim());
const list = (item: RegExp, what: string) =>
  z.pipe(
    required.check(
      z.refine(
        (text) => entriesOf(text).every((entry) => item.test(entry)),
        `must be ${what}, separated by commas`,
      ),
    ),
    z.transform(entriesOf),
  );

const everyFunction = {
  [ANALYTICS_ENV.environmentName]: required,
  [ANALYTICS_ENV.logLevel]: z._default(z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`), "info"),
  [ANALYTICS_ENV.tableName]: required,
  [ANALYTICS_ENV.projectIds]: list(new RegExp(`^${ID}$`), "ids of projects"),
};

const upstream = {
  [ANALYTICS_ENV.modelartsRegion]: optional,
  [ANALYTICS_ENV.modelartsEndpoint]: optional,
  [ANALYTICS_ENV.modelartsIamEndpoint]: optional,
  [ANALYTICS_ENV.modelartsOffsetMode]: z._default(
    z.enum(["page", "row", "auto"], "must be page, row or auto"),
    "auto",
  ),
  [ANALYTICS_ENV.modelartsSecretId]: required,
};

const discoverSchema = z.object({
  ...everyFunction,
  ...upstream,
  [ANALYTICS_ENV.queueUrl]: required,
  [ANALYTICS_ENV.deadLetterQueueUrl]: required,
  [ANALYTICS_ENV.watchedServices]: z._default(list(new RegExp(`^${ID}/${ID}$`), "PROJECT/SERVICE"), []),
});

const deriveSchema = z.object({
  ...everyFunction,
  ...upstream,
  [ANALYTICS_ENV.deadLetterQueueUrl]: required,
  [ANALYTICS_ENV.maxReceiveCount]: z.pipe(
    required.check(z.regex(/^[1-9]\d{0,3}$/, "must be a whole number from 1")),
    z.transform(Number),
  ),
});

const auditSchema = z.object(everyFunction);

const jobSchema = z.object({ ...everyFunction, ...upstream });

export interface FunctionSettings {
  readonly environmentName: string;
  readonly logLevel: LogLevel;
  readonly tableName: string;
  readonly projectIds: readonly string[];
}

export interface UpstreamSettings {
  readonly location: { readonly region: string } | { readonly endpoint: string };
  readonly iamEndpoint: string | undefined;
  readonly offsetMode: "page" | "row" | "auto";
  readonly secretId: string;
}

export interface JobSettings extends FunctionSettings {
  readonly upstream: UpstreamSettings;
}

export interface DiscoverSettings extends FunctionSettings {
  readonly upstream: UpstreamSettings;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly watchedServices: readonly WatchedService[];
}

export interface DeriveSettings extends FunctionSettings {
  readonly upstream: UpstreamSettings;
  readonly deadLetterQueueUrl: string;
  readonly maxReceiveCount: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws EnvironmentError */
export function parseDiscoverEnvironment(environment: Environment): DiscoverSettings {
  const env = parse(discoverSchema, environment);
  return {
    ...functionSettings(env),
    upstream: upstreamSettings(env),
    queueUrl: env[ANALYTICS_ENV.queueUrl],
    deadLetterQueueUrl: env[ANALYTICS_ENV.deadLetterQueueUrl],
    watchedServices: env[ANALYTICS_ENV.watchedServices].map((entry) => {
      const [projectId = "", serviceId = ""] = entry.split("/");
      return { projectId, serviceId };
    }),
  };
}

/** @throws EnvironmentError */
export function parseDeriveEnvironment(environment: Environment): DeriveSettings {
  const env = parse(deriveSchema, environment);
  return {
    ...functionSettings(env),
    upstream: upstreamSettings(env),
    deadLetterQueueUrl: env[ANALYTICS_ENV.deadLetterQueueUrl],
    maxReceiveCount: env[ANALYTICS_ENV.maxReceiveCount],
  };
}

/** @throws EnvironmentError */
export function parseAuditEnvironment(environment: Environment): FunctionSettings {
  return functionSettings(parse(auditSchema, environment));
}

/** @throws EnvironmentError */
export function parseJobEnvironment(environment: Environment): JobSettings {
  const env = parse(jobSchema, environment);
  return { ...functionSettings(env), upstream: upstreamSettings(env) };
}

function functionSettings(env: z.output<typeof auditSchema>): FunctionSettings {
  return {
    environmentName: env[ANALYTICS_ENV.environmentName],
    logLevel: env[ANALYTICS_ENV.logLevel],
    tableName: env[ANALYTICS_ENV.tableName],
    projectIds: env[ANALYTICS_ENV.projectIds],
  };
}

function upstreamSettings(env: z.output<z.ZodMiniObject<typeof upstream>>): UpstreamSettings {
  const region = env[ANALYTICS_ENV.modelartsRegion];
  const endpoint = env[ANALYTICS_ENV.modelartsEndpoint];
  if ((region === undefined) === (endpoint === undefined)) {
    throw new EnvironmentError(
      `Set either ${ANALYTICS_ENV.modelartsRegion} or ${ANALYTICS_ENV.modelartsEndpoint}`,
    );
  }
  return {
    location: region === undefined ? { endpoint: endpoint ?? "" } : { region },
    iamEndpoint: env[ANALYTICS_ENV.modelartsIamEndpoint],
    offsetMode: env[ANALYTICS_ENV.modelartsOffsetMode],
    secretId: env[ANALYTICS_ENV.modelartsSecretId],
  };
}

/** An empty variable counts as unset. */
function parse<Schema extends z.ZodMiniType>(schema: Schema, environment: Environment): z.output<Schema> {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(set);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  throw new EnvironmentError(`Environment: ${problems.join("; ")}`);
}
