/** An error that the user can correct: shown as one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
