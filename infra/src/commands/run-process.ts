import { spawn } from "node:child_process";
import { join } from "node:path";
import { CommandError } from "@deploy-lens/command";

const INFRA = join(import.meta.dirname, "../..");

/** A child process failed, and has printed the reason itself. */
export class ProcessError extends CommandError {
  override readonly name = "ProcessError";

  constructor(what: string, exitCode: number) {
    super(`${what} failed, as said above`, { exitCode });
  }
}

/**
 * Builds everything that is deployed, if it has changed since the last build; silent unless it fails. @throws
 * ProcessError
 */
export function buildAll(): Promise<void> {
  const turbo = join(INFRA, "../node_modules/.bin/turbo");
  const args = ["run", "build", "--filter=@deploy-lens/infra", "--output-logs=errors-only", "--ui=stream"];
  process.stderr.write("Building …\n");
  return run("the build", turbo, args, {
    env: { TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" },
    isQuiet: true,
  });
}

/** Runs the CDK command line. @param variables The app's environment. @throws ProcessError */
export function cdk(args: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<void> {
  const cli = join(INFRA, "node_modules/aws-cdk/bin/cdk");
  return run(`cdk ${args[0]}`, process.execPath, [cli, ...args], {
    env: { ...variables, CDK_DISABLE_VERSION_CHECK: "1", CDK_CLI_DISABLE_TELEMETRY: "true" },
    isQuiet: false,
  });
}

interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Buffers the output, and shows it only on failure. */
  readonly isQuiet: boolean;
}

function run(
  what: string,
  file: string,
  args: readonly string[],
  { env, isQuiet }: RunOptions,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: INFRA,
      env: { ...process.env, ...env },
      stdio: isQuiet ? ["ignore", "pipe", "pipe"] : "inherit",
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk: string) => {
        said += chunk;
      });
    }
    // The terminal also sends the signal to the child, which ends by itself: CloudFormation is told to roll back.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => child.kill(signal));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) return resolve();
      process.stderr.write(said);
      reject(new ProcessError(what, code ?? 1));
    });
  });
}
