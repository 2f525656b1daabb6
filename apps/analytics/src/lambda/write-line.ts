/** Writes a log line unchanged: Lambda's `console` would wrap it, which hides embedded metrics. */
export function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
