import { fork } from "node:child_process";
import { inspect } from "node:util";

/** The result of a measurement in its own process. */
export interface Measured<Figure> {
  readonly figures: readonly Figure[];
  /** Why the process broke: an error, a rejection that nobody handled, a crash, the time limit. `null` when all went well. */
  readonly broken: string | null;
  readonly seconds: number;
}

interface Answer<Figure> {
  readonly figures: readonly Figure[];
  readonly broken: string | null;
}

/** Runs a file that calls {@link answer} in its own process, so that no measurement inherits another's compiled code or heap. */
export async function inOwnProcess<Figure>(
  file: string,
  args: readonly string[],
  {
    execArgv = [],
    timeLimitMs,
    output = "inherit",
  }: {
    readonly execArgv?: readonly string[];
    readonly timeLimitMs: number;
    readonly output?: "inherit" | "ignore";
  },
): Promise<Measured<Figure>> {
  const startedAtMs = performance.now();
  const child = fork(file, args, { execArgv: [...execArgv], stdio: ["ignore", output, output, "ipc"] });
  let received: Answer<Figure> | null = null;
  child.on("message", (message: Answer<Figure>) => {
    received = message;
  });
  const limit = setTimeout(() => child.kill("SIGKILL"), timeLimitMs);
  const ending = await new Promise<string>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  clearTimeout(limit);
  const seconds = (performance.now() - startedAtMs) / 1000;
  return {
    ...(received ?? { figures: [], broken: `the process ended without a figure: ${ending}` }),
    seconds,
  };
}

/** Measures and sends the figures to the process that started this one, then ends, whatever is still open. */
export async function answer<Figure>(measure: () => Promise<readonly Figure[]>): Promise<void> {
  const unhandled: unknown[] = [];
  process.on("disconnect", () => process.exit(1));
  process.on("unhandledRejection", (reason) => unhandled.push(reason));
  process.on("uncaughtException", (error) => unhandled.push(error));
  const measured = await measure().then(
    (figures): Answer<Figure> => ({ figures, broken: null }),
    (error: unknown): Answer<Figure> => ({ figures: [], broken: inspect(error) }),
  );
  // A rejection counts as unhandled only after the turn of the event loop that caused it.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const [first] = unhandled;
  const broken =
    measured.broken ??
    (unhandled.length === 0 ? null : `${unhandled.length} unhandled errors, the first: ${inspect(first)}`);
  process.send?.({ ...measured, broken } satisfies Answer<Figure>, () => process.exit(0));
}
