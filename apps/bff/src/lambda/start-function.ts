import { createModelArtsClient } from "@deploy-lens/modelarts/client";
import { credentialsOf, parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { writeLine } from "@deploy-lens/observe/log";
import { createApp } from "../app.ts";
import { loadTokenVerification } from "../auth/authenticate.ts";
import { createLogWriter } from "../log/write-log.ts";
import { parseEnvironment } from "../settings/env.ts";
import { installFetchClasses } from "./fetch-classes/install.ts";
import { createLambdaHandler, type LambdaHandler } from "./lambda-adapter.ts";
import { readCredentialsSecret } from "./secret-credentials.ts";
import { warmUp } from "./warm-up.ts";

/**
 * Creates the handler from the environment. It does in advance the work that a first request would wait for: reading
 * the secret and loading the answering code.
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
    writeLine,
  });
  const readSecret = () => readCredentialsSecret(secretId, environment);
  const secret = begunAlready(readSecret);
  const parse = (content: unknown, projectId: string) => parseCredentials(credentialsOf(content, projectId));
  const archive = lazily(async () => (await import("./open-archive.ts")).openArchive(tableName, environment));
  const app = createApp({
    upstream: createModelArtsClient({
      ...location,
      iamEndpoint,
      offsetMode,
      credentials: async (projectId) => parse(await secret.load(), projectId),
      now: Date.now,
      random: Math.random,
      onRequest: log.upstream,
    }),
    archive,
    auth: settings.auth,
    projects: settings.projects,
    hasCredentials: usable(secret.early, readSecret, (content) => {
      for (const projectId of settings.projects) parse(content, projectId);
    }),
    now: Date.now,
    log: log.request,
    settings: {
      version,
      corsOrigins: settings.corsOrigins,
      requestsPerCaller: settings.requestsPerCaller,
    },
  });
  await Promise.all([warmUp(archive), loadTokenVerification(), secret.early.catch(() => undefined)]);
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
 * Starts loading immediately, so that the first call finds the result ready or in progress. If it fails meanwhile,
 * that call retries.
 */
function begunAlready<Value>(load: () => Promise<Value>): {
  readonly load: () => Promise<Value>;
  readonly early: Promise<Value>;
} {
  const early = load();
  let unused: Promise<Value> | null = early;
  return {
    early,
    load: () => {
      const first = unused;
      unused = null;
      return first === null ? load() : first.catch(load);
    },
  };
}

/** Ms. A person fills in an empty secret, so asking more often would only add cost. */
const LOOK_AGAIN_MS = 5_000;

/** Reports whether the loaded value passes a check that throws; loads it again at intervals until it does. */
function usable<Value>(
  early: Promise<Value>,
  load: () => Promise<Value>,
  check: (value: Value) => void,
): () => Promise<boolean> {
  const passes = (loading: Promise<Value>) =>
    loading.then(check).then(
      () => true,
      () => false,
    );
  let isUsable = passes(early);
  let askedAtMs = performance.now();
  return async () => {
    if ((await isUsable) || performance.now() - askedAtMs < LOOK_AGAIN_MS) return isUsable;
    askedAtMs = performance.now();
    isUsable = passes(load());
    return isUsable;
  };
}
