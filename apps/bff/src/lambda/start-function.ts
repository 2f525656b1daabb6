import { createModelArtsClient } from "@deploy-lens/modelarts/client";
import { createApp } from "../app.ts";
import { createLogWriter } from "../log/write-log.ts";
import { parseEnvironment } from "../settings/env.ts";
import { installFetchClasses } from "./fetch-classes/install.ts";
import { createLambdaHandler, type LambdaHandler } from "./lambda-adapter.ts";
import { readSecretCredentials } from "./secret-credentials.ts";
import { warmUp } from "./warm-up.ts";

/**
 * Makes the function's handler out of its environment. What every first request would wait for is done before it is
 * there: reading the secret, loading and compiling what answers.
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
    // Lambda's console would wrap the line, and its metrics would not be found in it.
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

/** Makes a function that loads something once. */
function lazily<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loaded: Promise<Value> | null = null;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

/**
 * Makes a function that loads something begin at once, so that its first call finds the answer there, or under way. A load
 * that fails meanwhile is made again on that call.
 */
function begunAlready<Value>(load: () => Promise<Value>): {
  readonly load: () => Promise<Value>;
  /** Whether the early load went well, when it is over. */
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

/** Ms. A secret that is empty is filled by a person: looking more often would only cost calls. */
const LOOK_AGAIN_MS = 5_000;

/** Whether something could be loaded; asked again from time to time while it could not. */
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
