import { hash } from "node:crypto";

/** A name for some content: equal for equal values of JSON, and for no others that anybody will meet. */
export function identityOf(...values: readonly unknown[]): string {
  return hash("sha256", JSON.stringify(values), "base64url").slice(0, 22);
}
