/** One problem in an upstream answer. */
export interface WireIssue {
  /** Path from the answer's root: `events[3].occur_time`; empty for the root itself. */
  readonly path: string;
  /** The documented type or limit: `number`, `string or number`, `at most 100`. */
  readonly expected: string;
  /** The actual value: a number, boolean or null itself, otherwise only the type, because text may be secret. */
  readonly got: string;
}

const ISSUES_IN_MESSAGE = 3;

/**
 * An upstream answer that does not have its documented shape. Not an HTTP failure: the call itself succeeded.
 *
 * The message names what was read and the first three issues; `issues` has all of them. Neither quotes text from the
 * answer.
 *
 * @example new WireSchemaError("events answer", [{ path: "events[3].occur_time", expected: "number", got: "string"
 * }]).message; // "events answer: events[3].occur_time: expected number, got string"
 */
export class WireSchemaError extends Error {
  override readonly name = "WireSchemaError";
  /** The kind of answer: `events answer`, `service list`, … */
  readonly what: string;
  readonly issues: readonly WireIssue[];

  constructor(what: string, issues: readonly WireIssue[]) {
    const shown = issues.slice(0, ISSUES_IN_MESSAGE).map(formatIssue);
    const hidden = issues.length - shown.length;
    super(`${what}: ${shown.join("; ")}${hidden > 0 ? `; and ${hidden} more` : ""}`);
    this.what = what;
    this.issues = issues;
  }
}

function formatIssue({ path, expected, got }: WireIssue): string {
  return `${path === "" ? "" : `${path}: `}expected ${expected}, got ${got}`;
}

/**
 * Describes a value: a number, boolean or null itself, otherwise only the type, because text may be secret.
 *
 * @example describeGot("s3cr3t"); // "string"
 */
export function describeGot(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "array";
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value;
}
