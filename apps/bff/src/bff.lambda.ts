import { createModelArtsClient } from "@deploy-lens/modelarts/client";
import { createApp } from "./app.ts";
import { parseEnvironment } from "./env.ts";
import { begunAlready } from "./lambda/begun-already.ts";
import { createLambdaHandler } from "./lambda/lambda-adapter.ts";
import { readSecretCredentials } from "./lambda/secret-credentials.ts";
import { warmUp } from "./lambda/warm-up.ts";
import { createLogWriter } from "./log/write-log.ts";

const settings = parseEnvironment(process.env);
const { environmentName, version, tableName, secretId, location, iamEndpoint, offsetMode } = settings;

const log = createLogWriter({
  environmentName,
  version,
  now: Date.now,
  // Lambda's console would wrap the line, and its metrics would not be found in it.
  writeLine: (line) => process.stdout.write(`${line}\n`),
});

const credentials = begunAlready(() => readSecretCredentials(secretId, process.env));

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
  archive: async () => (await import("./archive/open-archive.ts")).openArchive(tableName),
  auth: settings.auth,
  now: Date.now,
  log: log.request,
  settings: { version, corsOrigins: settings.corsOrigins },
});

// What every first request would wait for is done while the function starts.
await Promise.all([warmUp(), credentials.settled]);

export const handler = createLambdaHandler(app);
