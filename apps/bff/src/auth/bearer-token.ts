import type { Family } from "../request/context.ts";
import { ProblemError } from "../request/problem-error.ts";

const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i;
const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;
/** Longer than any identity provider's tokens. Verifying longer ones would only waste time. */
const MAX_TOKEN_LENGTH = 8_192;

interface TokenHeaders {
  readonly authorization: string | undefined;
  readonly xAuthToken: string | undefined;
}

/**
 * Reads the bearer token of a request. ModelArts clients may use their own header.
 *
 * @throws ProblemError `unauthenticated` with a detail that says what is missing
 */
export function bearerToken({ authorization, xAuthToken }: TokenHeaders, family: Family): string {
  const token =
    family === "wire" && authorization === undefined && xAuthToken !== undefined
      ? TOKEN.exec(xAuthToken.trim())?.[0]
      : BEARER.exec(authorization ?? "")?.[1];
  if (token !== undefined && token.length <= MAX_TOKEN_LENGTH) return token;
  if (authorization === undefined && (family === "problem" || xAuthToken === undefined)) {
    throw new ProblemError("unauthenticated", {
      detail:
        family === "wire"
          ? "No token came: send it as Authorization: Bearer TOKEN, or as X-Auth-Token."
          : "No token came: send it as Authorization: Bearer TOKEN.",
    });
  }
  if (/^SDK-HMAC-SHA256 /.test(authorization ?? "")) {
    throw new ProblemError("unauthenticated", {
      detail: "Signed requests are not taken here: send a bearer token.",
    });
  }
  throw new ProblemError("unauthenticated", {
    detail: "The token cannot be read: send Authorization: Bearer TOKEN.",
  });
}
