import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import {
  type Credentials,
  credentialsOf,
  parseCredentials,
} from "@deploy-lens/modelarts/settings/credentials";
import type { Log } from "@deploy-lens/observe/log";

/** The secret is empty or does not hold credentials. The message does not quote it. */
export class SecretContentError extends Error {
  override readonly name = "SecretContentError";
}

/**
 * Loads a project's upstream credentials from Secrets Manager. The upstream's client calls this on first use, hourly, and after a
 * refusal, so that running functions pick up a rotated key.
 */
export function secretCredentials(
  client: SecretsManagerClient,
  secretId: string,
  log: Log,
): (projectId: string) => Promise<Credentials> {
  return async (projectId) => {
    try {
      const { SecretString: secret } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
      return parseCredentials(credentialsOf(jsonOf(secret), projectId));
    } catch (error) {
      // The client exposes only the name of this error.
      log.error("the upstream credentials cannot be loaded", { secretId, projectId, error });
      throw error;
    }
  };
}

function jsonOf(secret: string | undefined): unknown {
  if (secret === undefined || secret === "") throw new SecretContentError("The secret is empty: fill it");
  try {
    return JSON.parse(secret);
  } catch {
    // biome-ignore lint/style/useErrorCause: the parser's own error quotes the text, which is the secret.
    throw new SecretContentError("The secret is not JSON");
  }
}
