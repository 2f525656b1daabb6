import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { UsageError } from "@deploy-lens/command";
import { InvalidArgumentError } from "@deploy-lens/modelarts/errors";
import { type CredentialsSource, parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { credentialsFromEnv } from "@deploy-lens/modelarts/settings/credentials-from-env";
import type { Log } from "@deploy-lens/observe/log";
import type { UpstreamSettings } from "../env.ts";
import { secretCredentials } from "../lambda/secret-credentials.ts";
import type { Environment } from "./options.ts";

export const UPSTREAM_HELP = `The upstream comes from the environment, as for npm start: MODELARTS_REGION or MODELARTS_ENDPOINT,
MODELARTS_IAM_ENDPOINT, MODELARTS_OFFSET_MODE, and credentials: MODELARTS_SECRET_ID (a secret of AWS Secrets Manager);
or MODELARTS_ACCESS_KEY and MODELARTS_SECRET_KEY; or MODELARTS_USER_NAME, MODELARTS_DOMAIN_NAME and MODELARTS_PASSWORD;
or MODELARTS_TOKEN.
`;

/** @throws UsageError saying what to set. */
export function upstreamSettings(env: Environment): Omit<UpstreamSettings, "secretId"> {
  const region = env.MODELARTS_REGION || undefined;
  const endpoint = env.MODELARTS_ENDPOINT || undefined;
  if ((region === undefined) === (endpoint === undefined)) {
    throw new UsageError("set either MODELARTS_REGION (such as cn-north-4) or MODELARTS_ENDPOINT");
  }
  return {
    location: region === undefined ? { endpoint: endpoint ?? "" } : { region },
    iamEndpoint: env.MODELARTS_IAM_ENDPOINT || undefined,
    offsetMode: offsetModeOf(env.MODELARTS_OFFSET_MODE || "auto"),
  };
}

/** @throws UsageError saying what to set, without quoting a value. */
export function upstreamCredentials(env: Environment, log: Log): CredentialsSource {
  const secretId = env.MODELARTS_SECRET_ID || undefined;
  if (secretId !== undefined) return secretCredentials(new SecretsManagerClient(), secretId, log);
  const fields = credentialsFromEnv(env);
  if (fields === null) throw new UsageError("set one kind of upstream credentials; --help lists them");
  try {
    return parseCredentials(fields);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new UsageError(`upstream ${error.message}`, { cause: error });
  }
}

function offsetModeOf(text: string): UpstreamSettings["offsetMode"] {
  if (text === "page" || text === "row" || text === "auto") return text;
  throw new UsageError(`MODELARTS_OFFSET_MODE takes page, row or auto, not "${text}"`);
}
