import { ProblemError } from "../request/problem-error.ts";

/** The claims of a verified token. */
export type Claims = Readonly<Record<string, unknown>>;

const PROJECT_ID = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$/;

/**
 * The projects that a claim lists. What cannot be a project's id is left out.
 *
 * A list, a text with spaces or commas between, or the text of a JSON list; API Gateway makes `[a b]` of a list, without
 * quotes.
 *
 * @example
 * projectsIn(["demo", "p2"]); // Set { "demo", "p2" }
 * projectsIn('["demo","p2"]'); // Set { "demo", "p2" }
 * projectsIn("[demo p2]"); // Set { "demo", "p2" }
 * projectsIn("*"); // Set {}
 */
export function projectsIn(claim: unknown): ReadonlySet<string> {
  if (typeof claim !== "string") return readProjects(claim);
  if (claim !== last.claim) last = { claim, projects: readProjects(claim) };
  return last.projects;
}

/** The claim that came last: one page's requests, and those of a whole team, carry the same. */
let last: { readonly claim: string; readonly projects: ReadonlySet<string> } = {
  claim: "",
  projects: new Set(),
};

function readProjects(claim: unknown): ReadonlySet<string> {
  return new Set(textsIn(claim).filter((text) => PROJECT_ID.test(text)));
}

/** The texts of a claim that may be one or several, in any of the spellings of {@link projectsIn}. */
export function textsIn(claim: unknown): readonly string[] {
  if (Array.isArray(claim)) return claim.filter((text) => typeof text === "string");
  if (typeof claim !== "string") return [];
  const text = claim.trim();
  if (!text.startsWith("[")) return text.split(/[\s,]+/).filter((part) => part !== "");
  // The gateway's spelling is the usual one, and an error made for each request of it would be a tenth of its time.
  const json = /^\[\s*["\]]/.test(text) ? jsonTexts(text) : null;
  return json ?? textsIn(text.replace(/^\[/, "").replace(/\]$/, ""));
}

function jsonTexts(text: string): readonly string[] | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? textsIn(parsed) : null;
  } catch {
    return null;
  }
}

/**
 * A token must be an access token: what signs a person in is no key to an API. Sources: RFC 9068, section 2.1; OpenID Connect
 * Core, sections 3.1.3.6 and 3.3.2.11; Amazon Cognito's `token_use`; Keycloak's `typ`.
 *
 * @throws ProblemError `unauthenticated`
 */
export function assertAccessToken(claims: Claims, requiredScope: string | null): void {
  const { token_use: use, typ } = claims;
  const isOther =
    (use !== undefined && use !== "access") ||
    (typeof typ === "string" && /^(?:ID|Refresh|Offline|Logout)$/i.test(typ)) ||
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
 * A token must be meant for us. Access tokens without `aud` name the client that they were issued to instead: API Gateway
 * takes them so, and we the same.
 *
 * @throws ProblemError `unauthenticated`
 */
export function assertAudience(claims: Claims, audiences: readonly string[]): void {
  const given = textsIn(claims.aud ?? claims.client_id);
  if (given.some((audience) => audiences.includes(audience))) return;
  throw new ProblemError("unauthenticated", { detail: "The token is meant for another audience." });
}
