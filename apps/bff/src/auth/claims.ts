import { ProblemError } from "../request/problem-error.ts";

export type Claims = Readonly<Record<string, unknown>>;

const PROJECT_ID = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$/;

/**
 * Parses a claim that lists projects, ignoring anything that cannot be a project id. Accepts an array, a string
 * separated by spaces or commas, or a JSON array as a string.
 *
 * @example
 * projectsIn(["demo", "p2"]); // Set { "demo", "p2" }
 * projectsIn('["demo","p2"]'); // Set { "demo", "p2" }
 * projectsIn("*"); // Set {}
 */
export function projectsIn(claim: unknown): ReadonlySet<string> {
  return new Set(textsIn(claim).filter((text) => PROJECT_ID.test(text)));
}

/** Parses a claim that holds one or more strings, in any form that {@link projectsIn} accepts. */
export function textsIn(claim: unknown): readonly string[] {
  if (Array.isArray(claim)) return claim.filter((text) => typeof text === "string");
  if (typeof claim !== "string") return [];
  const text = claim.trim();
  return text.startsWith("[") ? jsonTexts(text) : text.split(/[\s,]+/).filter((part) => part !== "");
}

function jsonTexts(text: string): readonly string[] {
  try {
    return textsIn(JSON.parse(text));
  } catch {
    return [];
  }
}

/**
 * Accepts access tokens only: an ID token proves a sign-in and does not grant API access. Sources: RFC 9068, section
 * 2.1; OpenID Connect Core, sections 3.1.3.6 and 3.3.2.11; Amazon Cognito's `token_use`; Keycloak's `typ`.
 *
 * @throws ProblemError `unauthenticated`
 */
export function assertAccessToken(claims: Claims, requiredScope: string | null): void {
  const { token_use: use, typ } = claims;
  const isOther =
    (use !== undefined && use !== "access") ||
    /^(?:ID|Refresh|Offline|Logout)$/i.test(String(typ)) ||
    claims.at_hash !== undefined ||
    claims.c_hash !== undefined;
  if (isOther)
    throw new ProblemError("unauthenticated", { detail: "Send an access token, not an ID token." });
  if (requiredScope === null) return;
  const scopes = [...textsIn(claims.scope), ...textsIn(claims.scp)];
  if (scopes.includes(requiredScope)) return;
  throw new ProblemError("unauthenticated", { detail: `The token lacks the scope ${requiredScope}.` });
}

/**
 * Checks that a token was issued for this API. Access tokens without `aud`, such as Amazon Cognito's, name their client in
 * `client_id` instead.
 *
 * @throws ProblemError `unauthenticated`
 */
export function assertAudience(claims: Claims, audiences: readonly string[]): void {
  const given = textsIn(claims.aud ?? claims.client_id);
  if (given.some((audience) => audiences.includes(audience))) return;
  throw new ProblemError("unauthenticated", { detail: "The token is meant for another audience." });
}
