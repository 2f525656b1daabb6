import type { Fault, FaultRule } from "./fault.ts";
import { SIMULATED_ROUTES } from "./request-log.ts";

/**
 * Parses a rule received over the network.
 *
 * @returns the rule, or an error message that names the invalid field
 */
export function parseFaultRule(value: unknown): FaultRule | string {
  return describeFaultProblem(value) ?? asFaultRule(value);
}

/** Describes what is wrong with a rule, naming the field; `null` if it is valid. */
export function describeFaultProblem(value: unknown): string | null {
  if (!isObject(value)) return "a fault rule is an object with `fault`";
  const { fault } = value;
  if (!isObject(fault)) return "`fault` is an object with `kind`";
  const { kind } = fault;
  if (typeof kind !== "string" || !isKind(kind)) {
    return `\`fault.kind\` is one of ${Object.keys(FAULT_FIELDS).join(", ")}`;
  }
  return (
    describeFields(fault, { kind: ANYTHING, ...FAULT_FIELDS[kind] }, "fault.") ??
    describeFields(value, RULE_FIELDS, "")
  );
}

interface Field {
  readonly required?: boolean;
  readonly expects: string;
  readonly accepts: (value: unknown) => boolean;
}

const ANYTHING: Field = { expects: "anything", accepts: () => true };

const count: Field = { expects: "an integer from 0", accepts: (value) => isIntegerFrom(value, 0) };
const positive: Field = { expects: "an integer from 1", accepts: (value) => isIntegerFrom(value, 1) };
const text: Field = { expects: "a text", accepts: (value) => typeof value === "string" };
const headerText: Field = {
  expects: "a text that a header can carry",
  accepts: (value) => typeof value === "string" && /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value),
};
const retryAfter: Field = {
  expects: "a number, or a text that a header can carry",
  accepts: (value) => typeof value === "number" || headerText.accepts(value),
};

const RULE_FIELDS: Readonly<Record<keyof FaultRule, Field>> = {
  fault: ANYTHING,
  routes: {
    expects: `a list of ${SIMULATED_ROUTES.join(", ")}`,
    accepts: (value) => Array.isArray(value) && value.every((route) => SIMULATED_ROUTES.includes(route)),
  },
  serviceId: text,
  probability: {
    expects: "a number from 0 to 1",
    accepts: (value) => typeof value === "number" && value >= 0 && value <= 1,
  },
  skip: count,
  times: count,
};

const FAULT_FIELDS: Readonly<Record<Fault["kind"], Readonly<Record<string, Field>>>> = {
  throttle: { retryAfter },
  server_error: {
    status: {
      required: true,
      expects: "500, 502, 503 or 504",
      accepts: (value) => value === 500 || value === 502 || value === 503 || value === 504,
    },
    retryAfter,
  },
  expired_token: {},
  redirect: { location: { ...headerText, required: true } },
  black_hole: {},
  delay: { ms: { ...count, required: true } },
  reset: {
    when: {
      required: true,
      expects: "before_headers or mid_body",
      accepts: (value) => value === "before_headers" || value === "mid_body",
    },
  },
  truncate: {},
  never_ends: {},
  malformed_json: {},
  wrong_content_type: {},
  wrong_shape: {},
  slow_bytes: { bytesPerSecond: { ...positive, required: true } },
  huge_body: { bytes: { ...positive, required: true } },
  total_count: {
    delta: { required: true, expects: "an integer", accepts: (value) => Number.isSafeInteger(value) },
  },
  ignore_offset: {},
  reverse_order: {},
  refuse_past_end: {},
  bad_row: { fields: { required: true, expects: "an object", accepts: isObject } },
  omit_fields: {
    names: {
      required: true,
      expects: "a list of texts",
      accepts: (value) => Array.isArray(value) && value.every((name) => typeof name === "string"),
    },
  },
};

function describeFields(
  value: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, Field>>,
  prefix: string,
): string | null {
  const unknownName = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
  if (unknownName !== undefined) return `\`${prefix}${unknownName}\` is no field here`;
  for (const [name, field] of Object.entries(fields)) {
    const given = value[name];
    const fits = given === undefined ? field.required !== true : field.accepts(given);
    if (!fits) return `\`${prefix}${name}\` must be ${field.expects}`;
  }
  return null;
}

function isKind(kind: string): kind is Fault["kind"] {
  return Object.hasOwn(FAULT_FIELDS, kind);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isIntegerFrom(value: unknown, min: number): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= min;
}

/** Guarantee: {@link describeFaultProblem} found nothing wrong, so every field has its type. */
function asFaultRule(value: unknown): FaultRule {
  return value as FaultRule;
}
