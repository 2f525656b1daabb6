// Runs one of our TypeScript files: `node scripts/run.mjs FILE [ARGUMENT…]`.
//
// Needs Node.js 20 and npm, nothing else. Installs the dependencies when they differ from the lock file, then hands
// over to the Node.js release the lock file names, which runs TypeScript as it is. Standard output belongs to FILE
// alone, so messages go to standard error.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, "node_modules", ".installed");

main(process.argv[2], process.argv.slice(3));

function main(file, args) {
  if (file === undefined) stop("usage: node scripts/run.mjs FILE [ARGUMENT…]");
  if (!existsSync(join(root, file))) stop(`${file} does not exist`);
  install();
  run(findNode(), [join(root, file), ...args]);
}

/** Installs dependencies if they differ from the lock file. */
function install() {
  const wanted = fingerprint();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted) return;

  const locked = existsSync(join(root, "pnpm-lock.yaml"));
  if (!locked && process.env.CI) stop("pnpm-lock.yaml is missing; commit it");
  say(locked ? "Installing dependencies (once) …" : "No pnpm-lock.yaml: choosing versions and writing one …");

  // npm would retry for a minute and then hide the reason among other output.
  const cache = process.env.npm_config_cache ?? join(homedir(), ".npm");
  if (!canWrite(cache)) {
    stop(
      `npm cannot write to its cache ${cache}: name a folder where you may write, such as npm_config_cache=/tmp/npm-cache npm start`,
    );
  }

  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const pnpm = ["--yes", packageManager, "install", locked ? "--frozen-lockfile" : "--no-frozen-lockfile"];
  const { status, error } = spawnSync("npx", [...pnpm, "--loglevel=warn"], {
    cwd: root,
    // 2: their standard output goes to our standard error.
    stdio: ["ignore", 2, 2],
    env: { ...process.env, npm_config_loglevel: "error", npm_config_update_notifier: "false" },
  });
  if (error) stop(`could not start npx (${error.message}); is npm installed?`);
  if (status !== 0) stop("the dependencies could not be installed; the reason is above", status ?? 1);

  writeFileSync(stampFile, fingerprint());
}

/** True if a folder, or its nearest existing parent, is writable. */
function canWrite(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return statSync(folder).isDirectory();
  } catch (error) {
    return error.code === "ENOENT" && canWrite(dirname(folder));
  }
}

/** A hash of everything that determines an installation. */
function fingerprint() {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  const files = ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json", ...workspaceManifests()];
  for (const file of files.filter((name) => existsSync(join(root, name)))) {
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

/** The package.json files of the workspace: the folders pnpm-workspace.yaml lists under `packages:`. */
function workspaceManifests() {
  const yaml = readFileSync(join(root, "pnpm-workspace.yaml"), "utf8");
  const listed = /^packages:\n((?: +- .+\n)+)/m.exec(yaml)?.[1] ?? "";
  return listed
    .split("\n")
    .map((line) => line.replace(/^ +- /, "").replaceAll(/["']/g, ""))
    .filter((pattern) => pattern !== "")
    .flatMap((pattern) => {
      if (!pattern.endsWith("/*")) return [pattern];
      const parent = pattern.slice(0, -2);
      return existsSync(join(root, parent))
        ? readdirSync(join(root, parent)).map((name) => `${parent}/${name}`)
        : [];
    })
    .map((folder) => `${folder}/package.json`)
    .sort();
}

/** The Node.js binary that package.json pins for this platform, or the current one if it can run TypeScript. */
function findNode() {
  const machine = `${process.platform}-${process.arch}`;
  for (const name of [`node-${machine}`, `node-bin-${machine}`]) {
    const binary = join(root, "node_modules", name, "bin", "node");
    if (existsSync(binary)) return binary;
  }
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  return stop(
    `no packaged Node.js for ${machine}: install Node.js 24 and try again (this is ${process.version})`,
  );
}

/** Runs Node.js as a continuation of this process: same terminal, folder, signals and exit code. */
function run(node, args) {
  const env = { ...process.env };
  env.PATH = [dirname(node), join(root, "node_modules", ".bin"), env.PATH].join(delimiter);
  // Silences npm's banner only (.npmrc); an npm or pnpm started by FILE must not be silent.
  delete env.npm_config_loglevel;
  // npm starts scripts in the root, but FILE arguments are relative to the user's folder.
  const cwd = process.cwd() === root ? (env.INIT_CWD ?? root) : process.cwd();

  const child = spawn(node, args, { cwd, env, stdio: "inherit" });
  child.on("error", (error) => stop(`could not start ${node}: ${error.message}`));
  passSignalsTo(child);
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/**
 * A terminal sends Ctrl-C to every process of the group, the child included, and npm sends it to us once more. So we
 * give the child time to end by itself, and pass the signal on only if it seems not to have received it. When npm
 * is killed we end the child, so that nothing keeps a port.
 */
function passSignalsTo(child) {
  const typed = hasTerminal();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    const patienceMs = typed && signal !== "SIGTERM" ? 5000 : 250;
    let received = false;
    process.on(signal, () => {
      if (received && !typed) child.kill(signal);
      if (received) return;
      received = true;
      setTimeout(() => child.kill(signal), patienceMs);
    });
  }

  const npm = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return;
  setInterval(() => process.ppid !== npm && child.kill("SIGTERM"), 1000).unref();
}

function hasTerminal() {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function stop(line, exitCode = 1) {
  say(`deploy-lens: ${line}`);
  process.exit(exitCode);
}
