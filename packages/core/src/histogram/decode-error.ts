/**
 * Stored durations that their encoder cannot have written: truncated, altered, or of a newer version.
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
