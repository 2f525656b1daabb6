/**
 * Stored durations are not what their encoder writes: cut short, altered, or of a newer version.
 *
 * Nothing is guessed from such a record: derive it again from the events.
 */
export class DecodeError extends Error {
  override readonly name = "DecodeError";

  /** @param record What was decoded, for example "histogram". @param reason What is wrong with it, and where. */
  constructor(record: string, reason: string) {
    super(`This ${record} cannot be decoded: ${reason}`);
  }
}

/** What zod's small edition, which brings no messages, says of a wrong type or a wrong length. */
export function expectation(issue: {
  readonly code?: string;
  readonly expected?: unknown;
}): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${String(issue.expected)}`;
    case "too_small":
      return "Too small: something is missing";
    case "too_big":
      return "Too big: there is more than was written";
    default:
      return undefined;
  }
}
