import { spawn } from "node:child_process";
import { join } from "node:path";

const INFRA = join(import.meta.dirname, "../..");

/** Something that we started has failed; it has said why by itself. */
export class ProcessError extends Error {
  override readonly name = "ProcessError";
  readonly exitCode: number;

  constructor(what: string, exitCode: number) {
    super(`${what} failed, as said above`);
    this.exitCode = exitCode;
  }
}

/** Builds whatever is deployed, where it has changed since it was built last. @throws ProcessError */
export function buildAll(): Promise<void> {
  const turbo = join(INFRA, "../node_modules/.bin/turbo");
  const args = ["run", "build", "--filter=@deploy-lens/infra", "--output-logs=errors-only", "--ui=stream"];
  return run("the build", turbo, args, { TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" });
}

/** Runs the CDK command line. @throws ProcessError */
export function cdk(args: readonly string[]): Promise<void> {
  const cli = join(INFRA, "node_modules/aws-cdk/bin/cdk");
  return run(`cdk ${args[0]}`, process.execPath, [cli, ...args], {
    CDK_DISABLE_VERSION_CHECK: "1",
    CDK_CLI_DISABLE_TELEMETRY: "true",
  });
}

function run(what: string, file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: INFRA, env: { ...process.env, ...env }, stdio: "inherit" });
    // The terminal sends the signal to the child as well, which ends by itself: CloudFormation is told to roll back.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => child.kill(signal));
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve() : reject(new ProcessError(what, code ?? 1))));
  });
}
