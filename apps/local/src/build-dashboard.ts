import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Builds the dashboard if it has changed since the last build, with a message if that takes a while.
 *
 * @returns the folder of the built files
 */
export async function buildDashboard(root: string): Promise<string> {
  const folder = join(root, "apps/dashboard/dist");
  if (!existsSync(folder)) process.stderr.write("Building the dashboard (once) …\n");
  const output = await run(join(root, "node_modules/.bin/turbo"), root);
  // The API and the commands work without the page, which then shows what to do.
  if (output !== null)
    process.stderr.write(`${output}\nThe dashboard could not be built; everything else runs.\n`);
  return folder;
}

/** @returns the build's output if it failed, else `null` */
function run(turbo: string, cwd: string): Promise<string | null> {
  const args = [
    "run",
    "build",
    "--filter=@deploy-lens/dashboard",
    "--output-logs=errors-only",
    "--ui=stream",
  ];
  return new Promise((resolve) => {
    const child = spawn(turbo, args, {
      cwd,
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
      });
    }
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code) => resolve(code === 0 ? null : output));
  });
}
