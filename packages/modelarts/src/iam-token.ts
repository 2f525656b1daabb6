import type { PasswordCredentials } from "./credentials.ts";
import { UpstreamSchemaError } from "./errors.ts";
import { type ExchangeLimits, exchange } from "./exchange.ts";
import { httpError } from "./http-error.ts";
import { parseAnswer } from "./parse-answer.ts";
import type { Validity } from "./refreshed.ts";
import { ROUTES, requestLabel, requestUrl } from "./route.ts";
import { Secret } from "./secret.ts";

/** A token of one project. Times are epoch ms. */
export interface IamToken {
  readonly token: Secret;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

/** Where IAM is, and what bounds the request. */
export interface IamRequest extends ExchangeLimits {
  readonly endpoint: URL;
  readonly now: () => number;
}

/** No header is larger at the gateways that carry it. */
const USABLE_TOKEN = /^[\x21-\x7e]{1,16384}$/;

/**
 * Asks IAM for a token: `POST /v3/auth/tokens`, scoped to one project, without the catalogue (18 KB that nobody reads).
 *
 * The token comes in the header `X-Subject-Token` and lasts 24 hours. Source: API reference, "Obtaining a User Token".
 *
 * @throws UpstreamAuthError when the name or the password is wrong, and the other errors of a request.
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
  const answer = await exchange({ method: "POST", url, headers, body }, iam);
  if (answer.status !== 201) throw httpError(label, answer, [credentials.password], iam.now());

  const { parseIamTokenAnswer, tokenExpiresAtMs } = await import("@deploy-lens/core/wire-iam-token");
  const expiresAtMs = tokenExpiresAtMs(await parseAnswer(label, answer, parseIamTokenAnswer));
  const token = answer.headers.get("x-subject-token") ?? "";
  if (!USABLE_TOKEN.test(token)) throw new UpstreamSchemaError(label, "no usable x-subject-token header");
  return { token: new Secret(token), issuedAtMs: iam.now(), expiresAtMs };
}

/**
 * When to renew a token and when to stop sending it: half an hour and half a minute before its end, sooner where its life
 * is short (20 % and 5 % of it).
 *
 * @example
 * tokenValidity({ token, issuedAtMs: 0, expiresAtMs: 86_400_000 }); // { refreshAtMs: 84_600_000, expiresAtMs: 86_370_000 }
 */
export function tokenValidity({ issuedAtMs, expiresAtMs }: IamToken): Validity {
  const lifeMs = expiresAtMs - issuedAtMs;
  return {
    refreshAtMs: expiresAtMs - Math.min(30 * 60_000, lifeMs * 0.2),
    expiresAtMs: expiresAtMs - Math.min(30_000, lifeMs * 0.05),
  };
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
