import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Deployment } from "./deployment.ts";
import { REGION } from "./emulator/make-certificate.ts";
import { KEY } from "./world.ts";

/** Stores the upstream's key in the secret created by the deployment. */
export async function putCredentials(deployment: Deployment): Promise<void> {
  const secrets = new SecretsManagerClient({
    region: REGION,
    endpoint: deployment.world.emulator.endpoint,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  await secrets.send(
    new PutSecretValueCommand({
      SecretId: deployment.output("CredentialsSecret"),
      SecretString: JSON.stringify({ accessKey: KEY.accessKey, secretKey: KEY.secretKey }),
    }),
  );
  secrets.destroy();
}
