/** The severity of a line, spelled as in Lambda's own log format. */
type LineLevel = "DEBUG" | "INFO" | "WARN" | "ERROR";

/** The origin of every line of a process. */
interface Writer {
  /** `dev`, `staging`, `prod`; absent on one machine. */
  readonly environment?: string;
  /** `bff`, `discover`, `derive`, `audit`. */
  readonly service?: string;
  readonly version?: string;
}

/**
 * The first fields of every log line. `timestamp` and `level` follow Lambda's own JSON log format.
 *
 * @example lineHead({ environment: "dev", service: "bff" }, { atMs: 0, level: "INFO", message: "request" }); // {
 * timestamp: "1970-01-01T00:00:00.000Z", level: "INFO", message: "request", environment: "dev", service: "bff" }
 */
export function lineHead(
  writer: Writer,
  { atMs, level, message }: { readonly atMs: number; readonly level: LineLevel; readonly message: string },
) {
  return { timestamp: new Date(atMs).toISOString(), level, message, ...writer };
}

/** The log levels, most verbose first. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

/** One of {@link LOG_LEVELS}. */
export type LogLevel = (typeof LOG_LEVELS)[number];

const LINE_LEVELS = {
  debug: "DEBUG",
  info: "INFO",
  warn: "WARN",
  error: "ERROR",
} as const satisfies Record<LogLevel, LineLevel>;

/** The fields of a line beside its message. Errors are written with their class, message and causes. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes lines of JSON. */
export type Log = Readonly<Record<LogLevel, (message: string, fields?: LogFields) => void>>;

/** Destination and common fields of a log's lines. */
export interface LogOptions {
  readonly level: LogLevel;
  /** The origin; default: none. */
  readonly writer?: Writer;
  readonly now: () => number;
  readonly writeLine: (line: string) => void;
}

/** Makes a log. */
export function createLog({ level, writer = {}, now, writeLine }: LogOptions): Log {
  const write =
    (at: LogLevel) =>
    (message: string, fields: LogFields = {}) => {
      if (LOG_LEVELS.indexOf(at) < LOG_LEVELS.indexOf(level)) return;
      const head = lineHead(writer, { atMs: now(), level: LINE_LEVELS[at], message });
      writeLine(JSON.stringify({ ...head, ...fields }, errorsAsFields));
    };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

/** A log that writes nothing. */
export const SILENT: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * One line about an error, its causes behind it.
 *
 * @example
 * errorText(new Error("outer", { cause: new TypeError("inner") })); // "Error: outer (TypeError: inner)"
 */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : ` (${errorText(error.cause)})`;
  return `${error.name}: ${error.message}${cause}`;
}

function errorsAsFields(_key: string, value: unknown): unknown {
  return value instanceof Error ? errorText(value) : value;
}

/** Writes a line unchanged: Lambda's own `console` would wrap it, which hides embedded metrics. */
export function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The `_aws` member of lines that carry the same metrics: made once, stamped for each line. */
type MetricsHeader = (atMs: number) => string;

/** The metrics of log lines, and the fields that become their dimensions in CloudWatch. */
interface MetricsSchema {
  readonly namespace: string;
  readonly dimensions: readonly (readonly string[])[];
  readonly metrics: Readonly<Record<string, "Count" | "Milliseconds">>;
}

/**
 * Builds the metadata that turns a line of JSON into a record of CloudWatch's embedded metric format.
 *
 * Source: CloudWatch, "Specification: Embedded metric format".
 */
export function metricsHeader({ namespace, dimensions, metrics }: MetricsSchema): MetricsHeader {
  const metricsText = JSON.stringify([
    {
      Namespace: namespace,
      Dimensions: dimensions,
      Metrics: Object.entries(metrics).map(([Name, Unit]) => ({ Name, Unit })),
    },
  ]);
  return (atMs) => `"_aws":{"Timestamp":${atMs},"CloudWatchMetrics":${metricsText}}`;
}

/** A line of JSON that ends in its metadata. */
export function withMetrics(header: string, fields: object): string {
  return `${JSON.stringify(fields).slice(0, -1)},${header}}`;
}
