import type * as z from "zod/mini";

/** One thing that is wrong with an upstream answer, and where. */
export interface WireIssue {
  /** Where, from the answer's root: `events[3].occur_time`; empty for the root itself. */
  readonly path: string;
  /** What the documentation says should stand there: `number`, `string or number`, `at most 100`. */
  readonly expected: string;
  /** What stood there: a number, boolean or null itself, of all else the type alone, since text may be secret. */
  readonly got: string;
}

const ISSUES_IN_MESSAGE = 3;

/**
 * An upstream answer that does not have its documented shape. Not an HTTP failure: the exchange itself went well.
 *
 * The message names what was read and the first three issues; `issues` has them all. Neither quotes text of the answer.
 *
 * @example
 * new WireSchemaError("events answer", [{ path: "events[3].occur_time", expected: "number", got: "string" }]).message;
 * // "events answer: events[3].occur_time: expected number, got string"
 */
export class WireSchemaError extends Error {
  override readonly name = "WireSchemaError";
  /** What was read: `events answer`, `service list`, … */
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
 * Reads an upstream answer by its schema.
 *
 * @throws {WireSchemaError} naming the path of everything that has the wrong type.
 *
 * @example
 * parseWire("service list", z.object({ count: z.int() }), { count: "9" });
 * // WireSchemaError: service list: count: expected number, got string
 */
export function parseWire<Schema extends z.ZodMiniType>(
  what: string,
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new WireSchemaError(
    what,
    result.error.issues.map((issue) => ({
      path: formatPath(issue.path),
      expected: describeExpected(issue),
      got: describeGot(valueAt(value, issue.path)),
    })),
  );
}

function formatPath(path: readonly PropertyKey[]): string {
  let text = "";
  for (const key of path) {
    if (typeof key === "number") text += `[${key}]`;
    else if (/^[A-Za-z_]\w*$/.test(String(key))) text += `${text === "" ? "" : "."}${String(key)}`;
    else text += `[${JSON.stringify(String(key))}]`;
  }
  return text;
}

function describeExpected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return TYPE_NAMES[issue.expected] ?? issue.expected;
    case "invalid_union":
      return [...new Set(issue.errors.flat().map(describeExpected))].join(" or ");
    case "too_small":
      return `at least ${issue.minimum}`;
    case "too_big":
      return `at most ${issue.maximum}`;
    case "invalid_format":
      return `${issue.format} text`;
    default:
      return issue.message;
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = { int: "integer", record: "object" };

/**
 * Says what stood somewhere: a number, boolean or null itself, of all else the type alone, since text may be secret.
 *
 * @example
 * describeGot("s3cr3t"); // "string"
 */
export function describeGot(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "array";
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
