import { createSend, type Send } from "@deploy-lens/modelarts/http/send";
import { signAwsRequest } from "./signature-v4.ts";

export type LambdaEnvironment = Readonly<Record<string, string | undefined>>;

interface AwsCall {
  readonly target: string;
  readonly contentType: string;
  readonly body: string;
}

export interface AwsService {
  /** As used in signatures and host names. */
  readonly name: "dynamodb" | "secretsmanager";
  readonly endpointVariable: "AWS_ENDPOINT_URL_DYNAMODB" | "AWS_ENDPOINT_URL_SECRETS_MANAGER";
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

/**
 * Creates a function that calls an AWS service with the role's credentials: one signed POST over its own connections,
 * without the SDK, whose clients are twice as large as the rest of this function. Lambda puts the credentials in the
 * environment for the process's lifetime. No retries here.
 */
export function awsPost(
  { name, endpointVariable, timeoutMs, maxAnswerBytes }: AwsService,
  env: LambdaEnvironment,
  send: Send = createSend(),
) {
  const { AWS_REGION: region = "", AWS_ENDPOINT_URL } = env;
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  const url = new URL(env[endpointVariable] ?? AWS_ENDPOINT_URL ?? `https://${name}.${region}.${suffix}/`);
  const signer = {
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
    sessionToken: env.AWS_SESSION_TOKEN,
    region,
    service: name,
  };
  return async ({ target, contentType, body }: AwsCall) => {
    const headers = { "content-type": contentType, "x-amz-target": target };
    const answer = await send(
      { method: "POST", url, headers: signAwsRequest({ url, headers, body }, signer, Date.now()), body },
      { signal: AbortSignal.timeout(timeoutMs), maxBytes: maxAnswerBytes },
    );
    if (answer.body === null) throw new Error(`${name} answered more than ${maxAnswerBytes} bytes`);
    return {
      status: answer.status,
      headers: answer.headers,
      text: new TextDecoder().decode(answer.body),
    };
  };
}
