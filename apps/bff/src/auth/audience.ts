import { ProblemError } from "../problem-error.ts";
import { type Claims, textsIn } from "./claims.ts";

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
