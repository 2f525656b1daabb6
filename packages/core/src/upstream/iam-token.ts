import * as z from "zod/mini";
import { parseWire } from "./schema.ts";

/** Schema of the identity service's answer to `POST /v3/auth/tokens`; the token itself comes in a header. */
export const wireIamTokenAnswerSchema = z.object({
  token: z.object({ expires_at: z.iso.datetime({ offset: true }) }),
});

export type WireIamTokenAnswer = z.output<typeof wireIamTokenAnswerSchema>;

/**
 * Parses the answer to a token request, keeping only the expiry.
 *
 * @throws {WireSchemaError} naming the path of what has the wrong type.
 *
 * @example
 * parseIamTokenAnswer({ token: { expires_at: "2026-11-24T09:08:49.965000Z", roles: [] } });
 * // { token: { expires_at: "2026-11-24T09:08:49.965000Z" } }
 */
export function parseIamTokenAnswer(value: unknown): WireIamTokenAnswer {
  return parseWire("IAM token answer", wireIamTokenAnswerSchema, value);
}

/**
 * When the token expires, epoch ms, rounded down.
 *
 * @example
 * tokenExpiresAtMs({ token: { expires_at: "2026-11-24T09:08:49.965000Z" } }); // 1795511329965
 */
export function tokenExpiresAtMs(answer: WireIamTokenAnswer): number {
  return Date.parse(answer.token.expires_at);
}
