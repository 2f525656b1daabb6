import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A function that runs, in a process of its own. */
export interface WarmFunction {
  /**
   * Hands it one event after another for some processor time; gives that of one, µs.
   *
   * @param which The event's name.
   * @param varied Whether it asks for another page with every second event.
   * @throws Error when an answer has another status than `expected`.
   */
  readonly microsEach: (
    forMs: number,
    which: string,
    expected: 200 | 304,
    varied?: boolean,
  ) => Promise<number>;
  readonly stop: () => void;
}

const RUNTIME = fileURLToPath(new URL("invoke-often.mjs", import.meta.url));

/** Starts a bundled function. */
export async function startWarmFunction(
  file: string,
  eventFiles: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>>,
): Promise<WarmFunction> {
  const child = fork(RUNTIME, [file, JSON.stringify(eventFiles)], {
    env: { ...environment },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await once(child, "message");
  return {
    microsEach: async (forMs, which, expected, varied = false) => {
      child.send({ forMs, which, conditional: expected === 304, varied });
      const report = reportOf((await once(child, "message"))[0]);
      const [status, ...others] = Object.keys(report.statuses);
      if (status !== expected.toString() || others.length > 0) {
        throw new Error(`${file} answered ${JSON.stringify(report.statuses)} for ${expected}`);
      }
      return report.microsEach;
    },
    stop: () => child.kill(),
  };
}

interface Report {
  readonly statuses: Readonly<Record<string, number>>;
  readonly microsEach: number;
}

function reportOf(message: unknown): Report {
  return message as Report;
}
