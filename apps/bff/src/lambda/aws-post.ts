import { createSend, type Send } from "@deploy-lens/modelarts/http/send";
import { signAwsRequest } from "./signature-v4.ts";

/** What Lambda tells a function of itself. */
export type LambdaEnvironment = Readonly<Record<string, string | undefined>>;

/** One request to an AWS service that speaks JSON. */
interface AwsCall {
  readonly target: string;
  readonly contentType: string;
  readonly body: string;
}

/** Which service, and what bounds a call of it. */
export interface AwsService {
  /** As signatures and host names spell it. */
  readonly name: "dynamodb" | "secretsmanager";
  /** The variable that names another endpoint, as the AWS SDK reads it. */
  readonly endpointVariable: "AWS_ENDPOINT_URL_DYNAMODB" | "AWS_ENDPOINT_URL_SECRETS_MANAGER";
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

/**
 * Makes a function that calls an AWS service with the role's credentials, over connections of its own: one signed POST, without
 * the SDK, whose clients would be twice as large as all the rest of this function.
 *
 * Lambda gives a function its credentials in the environment, for as long as it lives. Nothing is tried again here.
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
