import * as z from "zod";

/** The OpenAPI description of a parameter whose text is parsed to another type. */
interface ParameterMeta {
  /** Replaces the JSON Schema of the parameter's text. */
  readonly schema: Record<string, unknown>;
}

/** Parameters documented with another type than text: integers and comma-separated lists. */
export const parameters = z.registry<ParameterMeta>();

/**
 * An integer parameter: decimal digits only, within bounds.
 *
 * @example
 * integerParameter({ min: 1, max: 1000, default: 100 }).parse("25"); // 25
 * integerParameter({ min: 1, max: 1000, default: 100 }).parse(undefined); // 100
 */
export function integerParameter(bounds: { min: number; max: number; default: number }) {
  const hint = `must be a whole number from ${bounds.min} to ${bounds.max}`;
  return z
    .string()
    .regex(/^\d{1,16}$/, { error: hint })
    .transform(Number)
    .refine((value) => value >= bounds.min && value <= bounds.max, { error: hint })
    .register(parameters, { schema: { type: "integer", minimum: bounds.min, maximum: bounds.max } })
    .default(bounds.default);
}

/**
 * A comma-separated list of distinct words from a fixed vocabulary.
 *
 * @example
 * wordList(["normal", "abnormal"]).parse("abnormal,normal"); // ["abnormal", "normal"]
 */
export function wordList<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z
    .string()
    .transform((text) => text.split(","))
    .pipe(
      z
        .array(z.enum(words))
        .refine((list) => new Set(list).size === list.length, { error: "must name each word once" }),
    )
    .register(parameters, {
      schema: { type: "array", items: { type: "string", enum: words }, minItems: 1, uniqueItems: true },
    });
}

/** Returns true for list parameters, written `a=1,2` or `a=1&a=2`. */
export function isListParameter(schema: unknown): boolean {
  if (!(schema instanceof z.ZodType)) return false;
  if (parameters.get(schema)?.schema.type === "array") return true;
  const wrapped = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault;
  return wrapped && isListParameter(schema.unwrap());
}

/**
 * A pattern for text without control characters, in the regular expression dialect that JSON Schema validators share.
 *
 * @example
 * printable(100).test("推理服务 1"); // true
 * printable(100).test("a\u0000b"); // false
 */
export function printable(maxLength: number): RegExp {
  const controls = String.raw`\u0000-\u001f\u007f-\u009f`;
  return new RegExp(`^[^${controls}]{1,${maxLength}}$`);
}
