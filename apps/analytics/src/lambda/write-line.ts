/** Writes a line to the function's log as it is: Lambda's `console` would wrap it, and metrics would not be found in it. */
export function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
