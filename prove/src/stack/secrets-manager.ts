import { createServer } from "node:http";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { listenOn } from "./listen-on.ts";

/** A Secrets Manager on this machine that holds one secret, and a client of it; `onRead` hears of each time it is handed out. */
export async function connectSecretsManager(
  secret: string,
  onRead: (secret: string) => void = () => undefined,
) {
  const server = await listenOn(
    createServer((_, response) => {
      onRead(secret);
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
