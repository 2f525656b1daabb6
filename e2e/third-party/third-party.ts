// `npm run test:third-party`: a third-party client lists the documented sample from the local stack.
//
// Needs Python 3.9 or newer; the client is installed into its own virtual environment.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { recordResults } from "../../scripts/results.ts";

const root = join(import.meta.dirname, "../..");
const requirements = join(import.meta.dirname, "requirements.txt");
const CLIENT = readFileSync(requirements, "utf8").trim();
const environment = join(root, ".cache/third-party");
const sample = JSON.parse(readFileSync(join(root, "packages/core/fixtures/documented-sample.json"), "utf8"));

const python = installClient();
const dataFolder = mkdtempSync(join(tmpdir(), "third-party-"));
const stack = await startStack();
try {
  const result = spawnSync(
    python,
    [join(import.meta.dirname, "otcextensions-events.py"), stack.endpoint, sample.service_id],
    {
      encoding: "utf8",
    },
  );
  if (result.status !== 0) stop(`the client failed:\n${result.stderr}`);
  report(JSON.parse(result.stdout));
} finally {
  stack.child.kill("SIGTERM");
  await once(stack.child, "exit");
  rmSync(dataFolder, { recursive: true, force: true });
}

function installClient(): string {
  const binary = join(environment, "bin/python");
  const stamp = join(environment, CLIENT);
  if (existsSync(stamp)) return binary;
  if (spawnSync("python3", ["--version"]).status !== 0)
    stop("python3 is needed for this test: install Python 3.9 or newer");
  console.log(`Installing ${CLIENT} …`);
  mkdirSync(environment, { recursive: true });
  run("python3", ["-m", "venv", environment]);
  run(binary, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements]);
  appendFileSync(stamp, "");
  return binary;
}

function run(file: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(file, args, { encoding: "utf8" });
  if (status !== 0) stop(`${file} ${args.join(" ")} failed:\n${stderr}`);
}

async function startStack() {
  const child = spawn(process.execPath, [join(root, "apps/local/src/start.ts")], {
    env: { ...process.env, PORT: "0", DEPLOY_LENS_DATA: dataFolder },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  for await (const chunk of child.stdout) {
    output += String(chunk);
    const url = /running: (\S+)/.exec(output)?.[1];
    if (url !== undefined) return { child, endpoint: `${url}/v1/demo` };
  }
  return stop("the local stack did not start");
}

function report(answers: Record<string, unknown>): void {
  const { events } = sample;
  const expected: Record<string, unknown> = {
    ascending: events,
    default: [...events].reverse(),
    abnormal: [],
    page: events.slice(4, 8),
    window: events.slice(4, 6),
  };
  const names = Object.keys(expected);
  const failed = names.filter((name) => !isDeepStrictEqual(answers[name], expected[name]));
  for (const name of names)
    console.log(`${failed.includes(name) ? "✗" : "✓"} ${CLIENT} lists the sample: ${name}`);
  for (const name of failed) console.log(`${name}: ${JSON.stringify(answers[name])}`);
  const passed = names.length - failed.length;
  console.log(`${passed} passed, ${failed.length} failed`);
  recordResults({ passed, failures: failed.map((name) => `${CLIENT} lists the sample: ${name}`) });
  process.exitCode = failed.length === 0 ? 0 : 1;
}

function stop(message: string): never {
  console.error(`test:third-party: ${message}`);
  recordResults({ passed: 0, failures: [message] });
  process.exit(1);
}
