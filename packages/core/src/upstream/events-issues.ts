import { MAX_EPOCH_MS, MIN_EPOCH_MS } from "./epoch.ts";
import { describeGot, type WireIssue } from "./schema-error.ts";

/** Returns what was expected, or `null` if the value is valid. */
type Check = (value: unknown) => string | null;

const text: Check = (value) => (typeof value === "string" ? null : "string");
const count = integer(0, Number.MAX_SAFE_INTEGER);

const ANSWER_FIELDS = { service_id: text, service_name: text, count, total_count: count };
const EVENT_FIELDS = {
  occur_time: integer(MIN_EPOCH_MS, MAX_EPOCH_MS),
  event_type: text,
  event_info: text,
};

/**
 * Lists everything that is wrong with an events answer.
 *
 * @example
 * issuesOfEventsAnswer({ service_id: "s", service_name: "n", count: 1, total_count: 1, events: [{ occur_time: "1" }] });
 * // [{ path: "events[0].occur_time", expected: "number", got: "string" }, …]
 */
export function issuesOfEventsAnswer(value: unknown): WireIssue[] {
  if (!isObject(value)) return [issue("", "object", value)];
  const issues = issuesOfFields(value, ANSWER_FIELDS, "");
  const events: unknown = Reflect.get(value, "events");
  if (!Array.isArray(events)) return [...issues, issue("events", "array", events)];
  for (const [index, event] of events.entries()) {
    const path = `events[${index}]`;
    if (isObject(event)) issues.push(...issuesOfFields(event, EVENT_FIELDS, `${path}.`));
    else issues.push(issue(path, "object", event));
  }
  return issues;
}

function issuesOfFields(value: object, checks: Readonly<Record<string, Check>>, prefix: string): WireIssue[] {
  return Object.entries(checks).flatMap(([name, check]) => {
    const field: unknown = Reflect.get(value, name);
    const expected = check(field);
    return expected === null ? [] : [issue(prefix + name, expected, field)];
  });
}

function integer(min: number, max: number): Check {
  return (value) => {
    if (typeof value !== "number" || !Number.isFinite(value)) return "number";
    if (!Number.isInteger(value)) return "integer";
    if (value < min) return `at least ${min}`;
    return value > max ? `at most ${max}` : null;
  };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function issue(path: string, expected: string, got: unknown): WireIssue {
  return { path, expected, got: describeGot(got) };
}
