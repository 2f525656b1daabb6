import { hash } from "node:crypto";

/** A hash of JSON content: equal values have equal identities, and collisions are negligible. */
export function identityOf(...values: readonly unknown[]): string {
  return hash("sha256", JSON.stringify(values), "base64url").slice(0, 22);
}
