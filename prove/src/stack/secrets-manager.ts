import { createServer } from "node:http";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { listenOn } from "./listen-on.ts";

/** A Secrets Manager on this machine that holds one secret, and a client of it. */
export async function connectSecretsManager(secret: string) {
  const server = await listenOn(
    createServer((_, response) => {
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify({ ARN: "arn", Name: "upstream", SecretString: secret }));
    }),
  );
  const client = new SecretsManagerClient({
    endpoint: server.url,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  return {
    client,
    close: async () => {
      client.destroy();
      await server.close();
    },
  };
}
