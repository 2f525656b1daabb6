import * as z from "zod/mini";

/**
 * Reasons for syncing a service.
 *
 * - `changed`: the upstream lists it with a transition that was not handled yet.
 * - `open`: its latest deployment has not ended.
 * - `owed`: its last sync failed.
 * - `late`: it changed recently, and some of its events may have been written late.
 * - `rules`: its history was derived by older rules; the upstream is not called.
 */
export const REASONS = ["changed", "open", "owed", "late", "rules"] as const;

export type Reason = (typeof REASONS)[number];

/** Accepted by both the upstream's client and the table. */
const ID = /^[A-Za-z0-9_-]{1,64}$/;
const id = z.string("must be a text").check(z.regex(ID, "must be 1 to 64 of A-Z a-z 0-9 _ -"));

const schema = z.object(
  {
    version: z.literal(1, "must be 1"),
    projectId: id,
    serviceId: id,
    reason: z.enum(REASONS, `must be one of ${REASONS.join(", ")}`),
    state: z.nullable(
      z.object(
        {
          name: z.string("must be a text"),
          status: z.string("must be a text"),
          transitionAtMs: z.nullable(z.int("must be a whole number of ms, or null")),
        },
        "must be an object, or null",
      ),
    ),
  },
  "must be an object",
);

/** A request to sync one service. */
export interface ServiceMessage {
  readonly projectId: string;
  readonly serviceId: string;
  readonly reason: Reason;
  /**
   * The state that discovery saw. It is sent along and stored as a fact, because the upstream only reports the last
   * transition, and by the time the message is handled there may be another one. `null`: discovery did not read it.
   */
  readonly state: {
    readonly name: string;
    readonly status: string;
    readonly transitionAtMs: number | null;
  } | null;
}

/** True if an id can be requested and stored; lists may contain others. */
export function isServiceId(text: string): boolean {
  return ID.test(text);
}

export class UnparseableMessageError extends Error {
  override readonly name = "UnparseableMessageError";
}

/**
 * Serialises a message for the queue.
 *
 * @example
 * encodeMessage({ projectId: "p", serviceId: "s", reason: "open", state: null });
 * // '{"version":1,"projectId":"p","serviceId":"s","reason":"open","state":null}'
 */
export function encodeMessage({ projectId, serviceId, reason, state }: ServiceMessage): string {
  return JSON.stringify({ version: 1, projectId, serviceId, reason, state } satisfies z.input<typeof schema>);
}

/** Reverses {@link encodeMessage}. @throws UnparseableMessageError naming the problems. */
export function parseMessage(text: string): ServiceMessage {
  const parsed = schema.safeParse(jsonOf(text));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join(".") || "message"}: ${message}`,
    );
    throw new UnparseableMessageError(problems.join("; "));
  }
  const { version: _, ...message } = parsed.data;
  return message;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // biome-ignore lint/style/useErrorCause: the parser's own error quotes what it read.
    throw new UnparseableMessageError("message: is not JSON");
  }
}
