import { WireSchemaError } from "@deploy-lens/core/upstream/schema-error";
import { type RequestLabel, UpstreamSchemaError } from "../errors/index.ts";
import type { Answer } from "./send-once.ts";

/**
 * Parses the body of a successful answer.
 *
 * @throws UpstreamSchemaError naming the problem and its path if the body is not JSON or not of the documented shape.
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

/** Safe to show: paths consist of the upstream's keys, and none of its values is quoted. */
function schemaError(label: RequestLabel, error: WireSchemaError, answer: Answer): UpstreamSchemaError {
  return new UpstreamSchemaError(label, error.message, answer.headers.get("x-request-id"));
}
