import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createDeriveHandler } from "@deploy-lens/analytics/derive/handler";
import { secretCredentials } from "@deploy-lens/analytics/lambda/secret-credentials";
import { createMetrics } from "@deploy-lens/analytics/observe/metrics";
import { encodeMessage } from "@deploy-lens/analytics/queue/service-message";
import { serve } from "@deploy-lens/bff/testing/listen-on";
import { startArchive } from "@deploy-lens/bff/testing/running-app";
import { createModelArtsClient } from "@deploy-lens/modelarts/client";
import { createLog, errorText } from "@deploy-lens/observe/log";
import type { Canaries, Evidence, Output } from "./canaries.ts";

const NOW_MS = Date.UTC(2026, 10, 23);

/** Messages to the derive function, whose upstream returns what it received, and whose secret is invalid. */
export async function throughPipeline({ canary }: Canaries): Promise<Evidence> {
  const outputs: Output[] = [];
  const writeLine = (text: string) => void outputs.push({ where: "log or metrics of the pipeline", text });
  const log = createLog({ level: "debug", now: () => NOW_MS, writeLine });
  const metrics = createMetrics({ environmentName: "prove", now: () => NOW_MS, writeLine });
  const archive = await startArchive();
  const poison = canary("poison in the queue");
  const sent: string[] = [];
  const secretKey = canary("pipeline's secret key");
  const secrets = [
    JSON.stringify({ accessKey: canary("pipeline's access key"), secretKey }),
    canary("pipeline's secret that is not JSON"),
  ];
  for (const secret of secrets) {
    const upstream = await serve((request, response) => {
      const said = Object.values(request.headers).join(" ");
      sent.push(said);
      if (said.includes("SDK-HMAC")) sent.push(secretKey);
      response.writeHead(500, { "content-type": "application/json" });
      response.end(JSON.stringify({ error_msg: said }));
    });
    const secretsManager = await serve((_, response) => {
      sent.push(secret);
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify({ ARN: "arn", Name: "upstream", SecretString: secret }));
    });
    const secretsClient = new SecretsManagerClient({
      endpoint: secretsManager.url,
      region: "local",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    });
    const handler = createDeriveHandler({
      upstream: createModelArtsClient({
        endpoint: upstream.url,
        credentials: secretCredentials(secretsClient, "upstream", log),
        now: () => NOW_MS,
        random: Math.random,
        sleep: async () => undefined,
      }),
      store: archive.store,
      deadLetters: {
        send: async (record, reason, detail) =>
          void outputs.push({
            where: "attributes of a dead letter",
            text: `${record.messageId} ${reason} ${detail}`,
          }),
      },
      projectIds: ["demo"],
      maxReceiveCount: 2,
      now: () => NOW_MS,
      log,
      metrics,
    });
    for (const body of [message("demo"), message("another"), `{"token":"${poison}"`, poison, `"${poison}"`]) {
      for (const receiveCount of [1, 2]) {
        const event = sqsEvent(body, receiveCount);
        sent.push(JSON.stringify(event));
        await handler(event, { getRemainingTimeInMillis: () => 60_000 });
      }
    }
    secretsClient.destroy();
    await Promise.all([upstream.close(), secretsManager.close()]);
  }
  await archive.close();
  outputs.push({ where: "error text", text: errorText(new Error("none")) });
  return { sent, outputs };
}

function message(projectId: string): string {
  return encodeMessage({ projectId, serviceId: "s", reason: "open", state: null });
}

function sqsEvent(body: string, receiveCount: number): unknown {
  const attributes = { ApproximateReceiveCount: String(receiveCount) };
  return { Records: [{ eventSource: "aws:sqs", messageId: "m-1", body, attributes }] };
}
