/** An attribute's value in OTLP's JSON encoding: 64-bit integers are decimal strings. */
export type OtlpValue =
  | { readonly stringValue: string }
  | { readonly intValue: string }
  | { readonly boolValue: boolean }
  | { readonly arrayValue: { readonly values: readonly OtlpValue[] } };

/** An attribute in OTLP's JSON encoding. */
export interface OtlpAttribute {
  readonly key: string;
  readonly value: OtlpValue;
}

/** An attribute's value before encoding. `null` leaves it out. */
export type AttributeValue = string | number | boolean | readonly string[] | null;

/**
 * Encodes attributes; numbers must be integers. An empty list or `null` leaves its attribute out.
 *
 * @example
 * otlpAttributes({ attempts: 2, model: null }); // [{ key: "attempts", value: { intValue: "2" } }]
 */
export function otlpAttributes(values: Readonly<Record<string, AttributeValue>>): OtlpAttribute[] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (value === null || (Array.isArray(value) && value.length === 0)) return [];
    return [{ key, value: otlpValue(value) }];
  });
}

function otlpValue(value: Exclude<AttributeValue, null>): OtlpValue {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return { intValue: String(value) };
  return { arrayValue: { values: value.map((stringValue) => ({ stringValue })) } };
}

/**
 * Epoch milliseconds as the nanoseconds of OTLP, a decimal string: a JavaScript number would lose digits.
 *
 * @example
 * unixNano(1562597251764); // "1562597251764000000"
 */
export function unixNano(ms: number): string {
  return `${ms}000000`;
}
