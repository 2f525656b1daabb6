import { createModelArtsClient } from "@deploy-lens/modelarts/client";
import { createApp } from "../app.ts";
import { createLogWriter } from "../log/write-log.ts";
import { parseEnvironment } from "../settings/env.ts";
import { installFetchClasses } from "./fetch-classes/install.ts";
import { createLambdaHandler, type LambdaHandler } from "./lambda-adapter.ts";
import { readSecretCredentials } from "./secret-credentials.ts";
import { warmUp } from "./warm-up.ts";

/**
 * Creates the handler from the environment. It does in advance what every first request would wait for: reading the
 * secret and loading the answering code.
 *
 * @throws EnvironmentError
 */
export async function startFunction(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<LambdaHandler> {
  installFetchClasses();
  const settings = parseEnvironment(environment);
  const { environmentName, version, tableName, secretId, location, iamEndpoint, offsetMode } = settings;
  const log = createLogWriter({
    environmentName,
    version,
    now: Date.now,
    // `console` in Lambda prefixes the line, and CloudWatch would not find the metrics in it.
    writeLine: (line) => process.stdout.write(`${line}\n`),
  });
  const credentials = begunAlready(() => readSecretCredentials(secretId, environment));
  const archive = lazily(async () => (await import("./open-archive.ts")).openArchive(tableName, environment));
  const app = createApp({
    upstream: createModelArtsClient({
      ...location,
      iamEndpoint,
      offsetMode,
      credentials: credentials.load,
      now: Date.now,
      random: Math.random,
      onRequest: log.upstream,
    }),
    archive,
    auth: settings.auth,
    projects: settings.projects,
    hasCredentials: loadable(credentials),
    now: Date.now,
    log: log.request,
    settings: { version, corsOrigins: settings.corsOrigins },
  });
  await Promise.all([warmUp(archive), credentials.settled]);
  return createLambdaHandler(app, settings.originSecret);
}

function lazily<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loaded: Promise<Value> | null = null;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

/**
 * Starts loading immediately, so that the first call finds the result ready or under way. If it fails meanwhile, that
 * call retries.
 */
function begunAlready<Value>(load: () => Promise<Value>): {
  readonly load: () => Promise<Value>;
  /** Resolves to whether the early load succeeded. */
  readonly settled: Promise<boolean>;
} {
  let early: Promise<Value> | null = load();
  const settled = early.then(
    () => true,
    () => false,
  );
  return {
    settled,
    load: () => {
      const first = early;
      early = null;
      return first === null ? load() : first.catch(load);
    },
  };
}

/** Ms. An empty secret is filled in by a person, so asking more often would only cost calls. */
const LOOK_AGAIN_MS = 5_000;

/** Reports whether loading succeeded, and retries now and then while it has not. */
function loadable({ load, settled }: ReturnType<typeof begunAlready>): () => Promise<boolean> {
  let isThere = settled;
  let askedAtMs = performance.now();
  return async () => {
    if ((await isThere) || performance.now() - askedAtMs < LOOK_AGAIN_MS) return isThere;
    askedAtMs = performance.now();
    isThere = load().then(
      () => true,
      () => false,
    );
    return isThere;
  };
}
