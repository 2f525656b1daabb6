import { createHash } from "node:crypto";

/**
 * A UUID (RFC 9562, version 8: custom) that depends on its arguments alone.
 *
 * @example
 * uuidOf("seed", "service", 3) === uuidOf("seed", "service", 3); // true
 */
export function uuidOf(...parts: readonly (string | number)[]): string {
  const hex = hexOf(...parts);
  const variant = "89ab"[Number.parseInt(hex.charAt(16), 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** 64 hexadecimal digits that depend on the arguments alone. */
export function hexOf(...parts: readonly (string | number)[]): string {
  return createHash("sha256").update(parts.join("/")).digest("hex");
}
