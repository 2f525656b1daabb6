/** The command line or the environment needs correcting: shown as one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
