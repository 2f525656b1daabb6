import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createLog, writeLine } from "@deploy-lens/observe/log";
import { createStore } from "@deploy-lens/store/store";
import { connect } from "@deploy-lens/store/table/sdk";
import { parseJobEnvironment } from "../env.ts";
import { secretCredentials } from "../lambda/secret-credentials.ts";
import { createUpstream } from "../upstream.ts";
import { createJobHandler } from "./handler.ts";

const settings = parseJobEnvironment(process.env);
const now = Date.now;
const log = createLog({
  level: settings.logLevel,
  writer: { environment: settings.environmentName, service: "job" },
  now,
  writeLine,
});

export const handler = createJobHandler({
  ...settings,
  upstream: createUpstream({
    settings: settings.upstream,
    credentials: secretCredentials(new SecretsManagerClient(), settings.upstream.secretId, log),
    metrics: { add: () => undefined, flush: () => undefined },
    now,
  }),
  store: createStore({ client: connect(), tableName: settings.tableName }),
  log,
  now,
});
