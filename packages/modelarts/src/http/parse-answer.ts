import { WireSchemaError } from "@deploy-lens/core/upstream/schema-error";
import { type RequestLabel, UpstreamSchemaError } from "../errors/index.ts";
import type { Answer } from "./exchange.ts";

/**
 * Reads a success by its schema.
 *
 * @throws UpstreamSchemaError naming what is wrong and where, when it is not JSON or not of the documented shape.
 */
export async function parseAnswer<T>(
  label: RequestLabel,
  answer: Answer,
  parse: (body: unknown) => T | Promise<T>,
): Promise<T> {
  const body = answer.json();
  try {
    return await parse(body);
  } catch (error) {
    if (!(error instanceof WireSchemaError)) throw error;
    throw schemaError(label, error, answer);
  }
}

/** Paths in the problem are the upstream's own keys, its texts are not quoted: safe to show. */
function schemaError(label: RequestLabel, error: WireSchemaError, answer: Answer): UpstreamSchemaError {
  return new UpstreamSchemaError(label, error.message, answer.headers.get("x-request-id"));
}
