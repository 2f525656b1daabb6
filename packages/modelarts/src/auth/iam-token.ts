import { ROUTES, requestLabel, requestUrl } from "../call/route.ts";
import { UpstreamSchemaError } from "../errors/index.ts";
import { parseAnswer } from "../http/answer.ts";
import { httpError } from "../http/http-error.ts";
import { type SendOnceLimits, sendOnce } from "../http/send.ts";
import { type PasswordCredentials, Secret } from "../settings/credentials.ts";
import type { IamToken } from "./authenticator.ts";

/** IAM's endpoint and the bounds of the request. */
export interface IamRequest extends SendOnceLimits {
  readonly endpoint: URL;
  readonly now: () => number;
}

/** Gateways do not accept larger headers. */
const USABLE_TOKEN = /^[\x21-\x7e]{1,16384}$/;

/**
 * Requests a token from IAM: `POST /v3/auth/tokens`, scoped to one project, without the catalogue (18 KB, unused).
 *
 * The token comes in the header `X-Subject-Token` and lasts 24 hours. Source: API reference, "Obtaining a User Token".
 *
 * @throws UpstreamAuthError if the name or the password is wrong, and the other errors of a request.
 */
export async function issueToken(
  credentials: PasswordCredentials,
  projectId: string,
  iam: IamRequest,
): Promise<IamToken> {
  const url = requestUrl(iam.endpoint, ROUTES.issueToken, "nocatalog=true");
  const label = requestLabel("POST", url);
  const headers = { accept: "application/json", "content-type": "application/json" };
  const body = JSON.stringify(tokenRequest(credentials, projectId));
  const answer = await sendOnce({ method: "POST", url, headers, body }, iam);
  if (answer.status !== 201) throw httpError(label, answer, [credentials.password], iam.now());

  const { parseIamTokenAnswer, tokenExpiresAtMs } = await import("@deploy-lens/core/upstream/iam-token");
  const expiresAtMs = tokenExpiresAtMs(await parseAnswer(label, answer, parseIamTokenAnswer));
  const token = answer.headers.get("x-subject-token") ?? "";
  if (!USABLE_TOKEN.test(token)) throw new UpstreamSchemaError(label, "no usable x-subject-token header");
  return { token: new Secret(token), issuedAtMs: iam.now(), expiresAtMs };
}

function tokenRequest({ userName, domainName, password }: PasswordCredentials, projectId: string) {
  const user = { name: userName, password: password.reveal(), domain: { name: domainName } };
  return {
    auth: {
      identity: { methods: ["password"], password: { user } },
      scope: { project: { id: projectId } },
    },
  };
}
