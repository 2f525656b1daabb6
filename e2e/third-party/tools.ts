import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** A folder that outlives a run, for what a tool installs. */
export function cacheFolder(name: string): string {
  return join(import.meta.dirname, "../../.cache/third-party", name);
}

/**
 * Runs a program to its end, while this process goes on serving.
 *
 * @returns its standard output
 * @throws Error with its standard error
 */
export async function outputOf(
  file: string,
  args: readonly string[],
  { cwd, input = "" }: { readonly cwd?: string; readonly input?: string } = {},
): Promise<string> {
  const child = spawn(file, args, { cwd });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  child.stdin.on("error", () => undefined).end(input);
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`${file} ${args.join(" ")} failed:\n${stderr}`);
  return stdout;
}
