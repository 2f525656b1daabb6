import type { HeaderFields } from "@deploy-lens/modelarts/http/send";
import { awsPost, type LambdaEnvironment } from "./aws-post.ts";

/** The secret cannot be read or is not JSON. The message explains why without quoting the secret. */
export class SecretError extends Error {
  override readonly name = "SecretError";
}

const TIMEOUT_MS = 3_000;
/** A secret holds at most 64 KB, and JSON may take six bytes for each. */
const MAX_ANSWER_BYTES = 500_000;

/**
 * Reads the secret with the upstream credentials, which `credentialsOf` picks a project's from, with one signed request. No
 * retries: the upstream client asks again with the next request.
 */
export async function readCredentialsSecret(secretId: string, env: LambdaEnvironment): Promise<unknown> {
  const post = awsPost(
    {
      name: "secretsmanager",
      endpointVariable: "AWS_ENDPOINT_URL_SECRETS_MANAGER",
      timeoutMs: TIMEOUT_MS,
      maxAnswerBytes: MAX_ANSWER_BYTES,
    },
    env,
  );
  const answer = await post({
    target: "secretsmanager.GetSecretValue",
    contentType: "application/x-amz-json-1.1",
    body: JSON.stringify({ SecretId: secretId }),
  });
  const { text } = answer;
  if (answer.status !== 200)
    throw new SecretError(`Secrets Manager answered ${answer.status} (${kindOf(answer.headers, text)})`);
  const secret = jsonOf(text, "the answer of Secrets Manager");
  const content: unknown =
    typeof secret === "object" && secret !== null ? Reflect.get(secret, "SecretString") : null;
  if (typeof content !== "string" || content === "") throw new SecretError("The secret is empty: fill it");
  return jsonOf(content, "the secret");
}

/** The exception's name, which is not secret: `ResourceNotFoundException`, `AccessDeniedException`, … */
function kindOf(headers: HeaderFields, text: string): string {
  const [kind] =
    /\b[A-Za-z]{1,80}(?:Exception|Failure|Error)\b/.exec(headers.get("x-amzn-errortype") ?? text) ?? [];
  return kind ?? "no reason given";
}

function jsonOf(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // biome-ignore lint/style/useErrorCause: the parser's error quotes the text, which is the secret.
    throw new SecretError(`${what} is not JSON`);
  }
}
