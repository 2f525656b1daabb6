/** A parsed upstream error body; missing fields are `null`. */
export interface UpstreamError {
  /** `ModelArts.3502`, `APIG.0308`, `IAM.0001`, or an HTTP status in digits from the identity service. */
  readonly code: string | null;
  readonly message: string | null;
  readonly requestId: string | null;
}

/** The error body of our own wire-compatible answers. */
export interface WireError {
  readonly error_code: string;
  readonly error_msg: string;
}

/**
 * Parses any of the upstream's error bodies; never throws, because it runs during error handling.
 *
 * - ModelArts: `{error_code, error_msg}`; older: `{error_code, error_message}`
 * - API gateway: `{error_code, error_msg, request_id}`
 * - identity service: `{error: {code, message}}`, the code often a number
 * - model serving: both at once, of which the outer is taken
 *
 * @example
 * parseUpstreamError({ error_msg: "Service demo does not exist.", error_code: "ModelArts.3502" });
 * // { code: "ModelArts.3502", message: "Service demo does not exist.", requestId: null }
 * @example
 * parseUpstreamError({ error: { code: 401, message: "The token must be updated." } });
 * // { code: "401", message: "The token must be updated.", requestId: null }
 * @example
 * parseUpstreamError("<html>502 Bad Gateway</html>");
 * // { code: null, message: null, requestId: null }
 */
export function parseUpstreamError(body: unknown): UpstreamError {
  const outer = fieldsOf(body);
  const inner = fieldsOf(outer.error);
  return {
    code: firstText(outer.error_code, inner.code, inner.error_code, outer.code),
    message: firstText(
      outer.error_msg,
      outer.error_message,
      inner.message,
      inner.error_msg,
      outer.message,
      outer.error,
    ),
    requestId: firstText(outer.request_id, inner.request_id),
  };
}

/**
 * The body of a wire-compatible error answer.
 *
 * @example
 * wireError("ModelArts.3502", "Service 35de3ca9 does not exist.");
 * // { error_code: "ModelArts.3502", error_msg: "Service 35de3ca9 does not exist." }
 */
export function wireError(code: string, message: string): WireError {
  return { error_code: code, error_msg: message };
}

/** The value's fields; none if it is not an object. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function firstText(...candidates: readonly unknown[]): string | null {
  for (const candidate of candidates) {
    if (typeof candidate === "number" && Number.isFinite(candidate)) return String(candidate);
    if (typeof candidate === "string" && candidate.trim() !== "") return candidate;
  }
  return null;
}
