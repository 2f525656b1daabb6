/** Shows how far a command has come. */
export interface Progress {
  /** Replaces what was shown. */
  show(text: string): void;
  /** Writes a line that stays. */
  say(line: string): void;
  /** Clears what was shown. */
  end(): void;
}

/** Where it is shown: a terminal's one line, or lines in a file, few of them. */
export interface ProgressOutput {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** How often a line is written where lines stay, ms. */
const LINE_EVERY_MS = 10_000;

const CLEAR_LINE = "\r\u001b[K";

/** Makes a progress line. */
export function createProgress(output: ProgressOutput, now: () => number): Progress {
  if (output.isTTY === true) {
    return {
      show: (text) => output.write(`${CLEAR_LINE}${text.slice(0, (output.columns ?? 80) - 1)}`),
      say: (line) => output.write(`${CLEAR_LINE}${line}\n`),
      end: () => output.write(CLEAR_LINE),
    };
  }
  let saidAtMs = Number.NEGATIVE_INFINITY;
  return {
    show(text) {
      if (now() - saidAtMs < LINE_EVERY_MS) return;
      saidAtMs = now();
      output.write(`${text}\n`);
    },
    say: (line) => output.write(`${line}\n`),
    end: () => undefined,
  };
}
