import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { createLog, writeLine } from "@deploy-lens/observe/log";
import { createStore } from "@deploy-lens/store/store";
import { connect } from "@deploy-lens/store/table/sdk";
import { parseDiscoverEnvironment } from "../env.ts";
import { secretCredentials } from "../lambda/secret-credentials.ts";
import { createMetrics } from "../observe/metrics.ts";
import { giveSecondChances } from "../queue/second-chances.ts";
import { createSqsQueue } from "../queue/sqs-queue.ts";
import { createUpstream } from "../upstream.ts";
import { createDiscoverHandler } from "./handler.ts";

const settings = parseDiscoverEnvironment(process.env);
const now = Date.now;
const log = createLog({
  level: settings.logLevel,
  writer: { environment: settings.environmentName, service: "discover" },
  now,
  writeLine,
});
const metrics = createMetrics({ environmentName: settings.environmentName, now, writeLine });
const credentials = secretCredentials(new SecretsManagerClient(), settings.upstream.secretId, log);
const sqs = new SQSClient();

export const handler = createDiscoverHandler({
  ...settings,
  upstream: createUpstream({ settings: settings.upstream, credentials, metrics, now }),
  store: createStore({ client: connect(), tableName: settings.tableName }),
  queue: createSqsQueue(sqs, settings.queueUrl),
  giveSecondChances: () => giveSecondChances(sqs, settings),
  now,
  log,
  metrics,
});
