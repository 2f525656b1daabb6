import * as z from "zod/mini";

/**
 * Why a service is looked at.
 *
 * - `changed`: the upstream lists it with a transition that was not followed up yet.
 * - `open`: its latest deployment has not ended.
 * - `owed`: its last sync failed.
 * - `late`: it changed lately, and some of its events may have been written late.
 * - `rules`: its history was derived by older rules; the upstream is asked nothing.
 */
export const REASONS = ["changed", "open", "owed", "late", "rules"] as const;

/** One of {@link REASONS}. */
export type Reason = (typeof REASONS)[number];

/** What the upstream's client lets through, and the table takes. */
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

/** One service to look at. */
export interface ServiceMessage {
  readonly projectId: string;
  readonly serviceId: string;
  readonly reason: Reason;
  /**
   * What discovery saw of it. It travels along and is kept as a fact: the upstream only ever tells the last transition, and
   * by the time that the message is read another one may have taken its place. `null`: discovery did not look.
   */
  readonly state: {
    readonly name: string;
    readonly status: string;
    readonly transitionAtMs: number | null;
  } | null;
}

/** Whether an id can be asked for and stored. Whatever else a list holds must not stop what can. */
export function isServiceId(text: string): boolean {
  return ID.test(text);
}

/** A text in the queue is no {@link ServiceMessage}. */
export class UnparseableMessageError extends Error {
  override readonly name = "UnparseableMessageError";
}

/**
 * Writes a message as the queue carries it.
 *
 * @example
 * encodeMessage({ projectId: "p", serviceId: "s", reason: "open", state: null });
 * // '{"version":1,"projectId":"p","serviceId":"s","reason":"open","state":null}'
 */
export function encodeMessage({ projectId, serviceId, reason, state }: ServiceMessage): string {
  return JSON.stringify({ version: 1, projectId, serviceId, reason, state } satisfies z.input<typeof schema>);
}

/** Reads what {@link encodeMessage} made. @throws UnparseableMessageError saying what is wrong with it. */
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
