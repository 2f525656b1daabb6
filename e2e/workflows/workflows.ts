// `npm run test:workflows`: checks the GitHub workflows with `actionlint` and `zizmor`.
//
// Needs Go 1.25 and Python 3.10 or newer; both checks are installed into .cache, by their lock files.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { recordResults } from "../../scripts/results.ts";
import { installPython } from "../install-python.ts";

const root = join(import.meta.dirname, "../..");
const actionlint = join(root, ".cache/actionlint");
const environment = join(root, ".cache/zizmor");

// Go's own cache decides whether a build is needed.
const built = run("go", [
  "build",
  "-C",
  import.meta.dirname,
  "-o",
  actionlint,
  "github.com/rhysd/actionlint/cmd/actionlint",
]);
if (!built) console.error("test:workflows: actionlint cannot be built; it needs Go 1.25 or newer");
installPython(environment, join(import.meta.dirname, "requirements.txt"));

const checks: Readonly<Record<string, boolean>> = {
  // Without the two programs that it would run on machines that have them.
  actionlint: built && run(actionlint, ["-shellcheck=", "-pyflakes="]),
  zizmor: run(join(environment, "bin/zizmor"), ["--offline", "--no-progress", ".github"]),
};
const failures = Object.keys(checks).filter((name) => !checks[name]);
recordResults({ passed: Object.keys(checks).length - failures.length, failures });
process.exitCode = failures.length === 0 ? 0 : 1;

function run(file: string, args: readonly string[]): boolean {
  return spawnSync(file, args, { cwd: root, stdio: "inherit" }).status === 0;
}
