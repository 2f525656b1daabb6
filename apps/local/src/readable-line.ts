/**
 * Converts a JSON line of the pipeline's log into a readable one for the terminal. External text stays quoted, so that
 * no control character reaches the terminal.
 *
 * @example
 * readableLine('{"timestamp":"2026-11-23T12:00:00.000Z","level":"WARN","message":"late","projectId":"demo"}');
 * // '12:00:00Z warn: late (projectId "demo")'
 */
export function readableLine(line: string): string {
  const { timestamp, level, message, ...fields } = entriesOf(JSON.parse(line));
  const time = String(timestamp).slice(11, 19);
  const said = Object.entries(fields).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const more = said.length === 0 ? "" : ` (${said.join(", ")})`;
  return `${time}Z ${String(level).toLowerCase()}: ${String(message)}${more}`;
}

/** The log writes only objects. */
function entriesOf(value: unknown): Readonly<Record<string, unknown>> {
  return value as Readonly<Record<string, unknown>>;
}
