import { spawn } from "node:child_process";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** The result of a command. */
export interface CommandResult {
  readonly exitCode: number | null;
  /** Interleaved standard output and standard error. */
  readonly output: string;
}

/** CDK's messages when a stack succeeds or fails. */
const MILESTONE = /^\s*([✅❌] .*)$/gmu;

/** Runs `npm run NAME -- ARGUMENT…` as a user does, and forwards progress, since some commands take a minute. */
export function npmRun(
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  /** A wrapper that starts npm, such as a terminal. */
  within: readonly string[] = [],
): Promise<CommandResult> {
  const [file = "npm", ...words] = [...within, "npm", "run", name, "--", ...args];
  return new Promise((resolve, reject) => {
    const child = spawn(file, words, {
      cwd: ROOT,
      env: { ...withoutAws(process.env), ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const startedAtMs = performance.now();
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
        for (const [, said] of chunk.matchAll(MILESTONE)) {
          const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
          process.stderr.write(`   ${seconds.padStart(5)} s  npm run ${name}: ${said}\n`);
        }
      });
    }
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, output }));
  });
}

/** The developer may have credentials of a real account, which must never be used here. */
function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isOurs = (name: string) => !/^(?:AWS|CDK)_/.test(name);
  return {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => isOurs(name))),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
}
