import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type Credentials, parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import type { Log } from "@deploy-lens/observe/log";

/** The secret is not filled, or not with credentials. The message says what is wrong, and quotes nothing. */
export class SecretContentError extends Error {
  override readonly name = "SecretContentError";
}

/**
 * Where upstream credentials come from in the cloud. The upstream's client asks when it first needs them, hourly, and when they
 * were refused, so a rotated key is taken up by running functions.
 */
export function secretCredentials(
  client: SecretsManagerClient,
  secretId: string,
  log: Log,
): () => Promise<Credentials> {
  return async () => {
    try {
      const { SecretString: secret } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
      return parseCredentials(jsonOf(secret));
    } catch (error) {
      // The client shows its callers the name of this error alone.
      log.error("the upstream credentials cannot be loaded", { secretId, error });
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
