export interface CommandProgress {
  show(text: string): void;
  print(line: string): void;
  end(): void;
}

export interface ProgressOutput {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** Interval between lines when the output is not a terminal, ms. */
const LINE_EVERY_MS = 10_000;

const CLEAR_LINE = "\r\u001b[K";

export function createProgress(output: ProgressOutput, now: () => number): CommandProgress {
  if (output.isTTY === true) {
    return {
      show: (text) => output.write(`${CLEAR_LINE}${text.slice(0, (output.columns ?? 80) - 1)}`),
      print: (line) => output.write(`${CLEAR_LINE}${line}\n`),
      end: () => output.write(CLEAR_LINE),
    };
  }
  let writtenAtMs = Number.NEGATIVE_INFINITY;
  return {
    show(text) {
      if (now() - writtenAtMs < LINE_EVERY_MS) return;
      writtenAtMs = now();
      output.write(`${text}\n`);
    },
    print: (line) => output.write(`${line}\n`),
    end: () => undefined,
  };
}
