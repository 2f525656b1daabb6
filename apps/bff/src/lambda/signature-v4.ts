import { createHash, createHmac } from "node:crypto";

export interface AwsRequest {
  readonly url: URL;
  /** Lower-case names, without `host` and the headers that signing adds. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface AwsSigner {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  readonly region: string;
  readonly service: string;
}

/**
 * Signs a request and returns the headers to send. Source: IAM user guide, "Create a signed AWS API request" (Signature
 * Version 4). Forty lines of our own, tested against a library that would add a tenth to the function's size.
 */
export function signAwsRequest(
  request: AwsRequest,
  signer: AwsSigner,
  nowMs: number,
): Record<string, string> {
  const { region, service, sessionToken } = signer;
  const date = new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
  const scope = `${date.slice(0, 8)}/${region}/${service}/aws4_request`;
  const sent = {
    ...request.headers,
    "x-amz-date": date,
    ...(sessionToken === undefined ? {} : { "x-amz-security-token": sessionToken }),
  };
  const signed: Readonly<Record<string, string>> = { ...sent, host: request.url.host };
  const names = Object.keys(signed).sort();
  const canonicalRequest = [
    "POST",
    request.url.pathname,
    "",
    ...names.map((name) => `${name}:${signed[name]}`),
    "",
    names.join(";"),
    sha256(request.body),
  ].join("\n");
  const key = [date.slice(0, 8), region, service, "aws4_request"].reduce<string | Buffer>(
    (previous, part) => createHmac("sha256", previous).update(part).digest(),
    `AWS4${signer.secretAccessKey}`,
  );
  const signature = createHmac("sha256", key)
    .update(["AWS4-HMAC-SHA256", date, scope, sha256(canonicalRequest)].join("\n"))
    .digest("hex");
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${signer.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
