/** How grave a line is, as Lambda's own log format spells it. */
export type LineLevel = "DEBUG" | "INFO" | "WARN" | "ERROR";

/** Who writes: the same in every line of a process. */
export interface Writer {
  /** `dev`, `staging`, `prod`; absent on one machine. */
  readonly environment?: string;
  /** `bff`, `discover`, `derive`, `audit`. */
  readonly service?: string;
  readonly version?: string;
}

/**
 * What every line of a log begins with. `timestamp` and `level` are named and spelled as Lambda's own JSON log format does.
 *
 * @example
 * lineHead({ environment: "dev", service: "bff" }, { atMs: 0, level: "INFO", message: "request" });
 * // { timestamp: "1970-01-01T00:00:00.000Z", level: "INFO", message: "request", environment: "dev", service: "bff" }
 */
export function lineHead(
  writer: Writer,
  { atMs, level, message }: { readonly atMs: number; readonly level: LineLevel; readonly message: string },
) {
  return { timestamp: new Date(atMs).toISOString(), level, message, ...writer };
}
