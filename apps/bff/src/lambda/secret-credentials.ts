import { type Credentials, parseCredentials } from "@deploy-lens/modelarts/credentials";
import { createSend, type HeaderFields } from "@deploy-lens/modelarts/send";
import { signAwsRequest } from "./signature-v4.ts";

/** The secret cannot be read, or holds no credentials. The message says what is wrong, and quotes nothing. */
export class SecretError extends Error {
  override readonly name = "SecretError";
}

/** What Lambda tells a function of itself. */
export type LambdaEnvironment = Readonly<Record<string, string | undefined>>;

const TIMEOUT_MS = 3_000;
/** A secret holds 64 KB at most; in JSON each byte may take six. */
const MAX_ANSWER_BYTES = 500_000;

/**
 * Reads upstream credentials out of Secrets Manager: one signed request, without the SDK, whose client would be twice as
 * large as all the rest of this function.
 *
 * A failure is not tried again here: the upstream's client asks again with the next request.
 */
export async function readSecretCredentials(secretId: string, env: LambdaEnvironment): Promise<Credentials> {
  const url = new URL(endpointOf(env));
  const body = JSON.stringify({ SecretId: secretId });
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "secretsmanager.GetSecretValue",
  };
  const signer = {
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
    sessionToken: env.AWS_SESSION_TOKEN,
    region: env.AWS_REGION ?? "",
    service: "secretsmanager",
  };
  const send = createSend();
  const answer = await send(
    { method: "POST", url, headers: signAwsRequest({ url, headers, body }, signer, Date.now()), body },
    { signal: AbortSignal.timeout(TIMEOUT_MS), maxBytes: MAX_ANSWER_BYTES },
  );
  const text = new TextDecoder().decode(answer.body ?? new Uint8Array());
  if (answer.status !== 200)
    throw new SecretError(`Secrets Manager answered ${answer.status} (${kindOf(answer.headers, text)})`);
  const secret = jsonOf(text, "the answer of Secrets Manager");
  const content: unknown =
    typeof secret === "object" && secret !== null ? Reflect.get(secret, "SecretString") : null;
  if (typeof content !== "string" || content === "") throw new SecretError("The secret is empty: fill it");
  return parseCredentials(jsonOf(content, "the secret"));
}

function endpointOf(env: LambdaEnvironment): string {
  const { AWS_REGION = "", AWS_ENDPOINT_URL_SECRETS_MANAGER, AWS_ENDPOINT_URL } = env;
  const suffix = AWS_REGION.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return (
    AWS_ENDPOINT_URL_SECRETS_MANAGER ?? AWS_ENDPOINT_URL ?? `https://secretsmanager.${AWS_REGION}.${suffix}/`
  );
}

/** The exception's name, which is no secret: `ResourceNotFoundException`, `AccessDeniedException`, … */
function kindOf(headers: HeaderFields, text: string): string {
  const [kind] =
    /\b[A-Za-z]{1,80}(?:Exception|Failure|Error)\b/.exec(headers.get("x-amzn-errortype") ?? text) ?? [];
  return kind ?? "no reason given";
}

function jsonOf(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // biome-ignore lint/style/useErrorCause: the parser's own error quotes the text, which is the secret.
    throw new SecretError(`${what} is not JSON`);
  }
}
