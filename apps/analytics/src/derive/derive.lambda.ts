import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { createLog, writeLine } from "@deploy-lens/observe/log";
import { connect } from "@deploy-lens/store/table/sdk";
import { createStoreWriter } from "@deploy-lens/store/writer";
import { parseDeriveEnvironment } from "../env.ts";
import { secretCredentials } from "../lambda/secret-credentials.ts";
import { createMetrics } from "../observe/metrics.ts";
import { createDeadLetters } from "../queue/dead-letters.ts";
import { createUpstream } from "../upstream.ts";
import { createDeriveHandler } from "./handler.ts";

const settings = parseDeriveEnvironment(process.env);
const now = Date.now;
const log = createLog({
  level: settings.logLevel,
  writer: { environment: settings.environmentName, service: "derive" },
  now,
  writeLine,
});
const metrics = createMetrics({ environmentName: settings.environmentName, now, writeLine });
const credentials = secretCredentials(new SecretsManagerClient(), settings.upstream.secretId, log);

export const handler = createDeriveHandler({
  ...settings,
  upstream: createUpstream({ settings: settings.upstream, credentials, metrics, now }),
  store: createStoreWriter({ client: connect(), tableName: settings.tableName }),
  deadLetters: createDeadLetters(new SQSClient(), settings.deadLetterQueueUrl),
  now,
  log,
  metrics,
});
