import { createServer } from "node:http";
import { createDeriveHandler } from "@deploy-lens/analytics/derive/handler";
import { secretCredentials } from "@deploy-lens/analytics/lambda/secret-credentials";
import { createMetrics } from "@deploy-lens/analytics/observe/metrics";
import { encodeMessage } from "@deploy-lens/analytics/queue/service-message";
import { createModelArtsClient } from "@deploy-lens/modelarts/client";
import { createLog, errorText } from "@deploy-lens/observe/log";
import { listenOn } from "../stack/listen-on.ts";
import { startArchive } from "../stack/running-archive.ts";
import { connectSecretsManager } from "../stack/secrets-manager.ts";
import type { Canaries, Evidence, Output } from "./canaries.ts";

const NOW_MS = Date.UTC(2026, 10, 23);

/** Messages through the derive function, whose upstream tells back what it was sent, and whose secret is wrong. */
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
    const upstream = await listenOn(
      createServer((request, response) => {
        const said = Object.values(request.headers).join(" ");
        sent.push(said);
        if (said.includes("SDK-HMAC")) sent.push(secretKey);
        response.writeHead(500, { "content-type": "application/json" });
        response.end(JSON.stringify({ error_msg: said }));
      }),
    );
    const manager = await connectSecretsManager(secret, (content) => sent.push(content));
    const handler = createDeriveHandler({
      upstream: createModelArtsClient({
        endpoint: upstream.url,
        credentials: secretCredentials(manager.client, "upstream", log),
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
    await Promise.all([upstream.close(), manager.close()]);
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
