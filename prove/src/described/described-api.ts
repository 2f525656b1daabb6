import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startIssuer } from "@deploy-lens/bff/testing/issuer";
import { serveApp } from "@deploy-lens/bff/testing/listen-on";
import { startApp, startArchive } from "@deploy-lens/bff/testing/running-app";
import { deploymentEvents } from "@deploy-lens/core/testing/deployment-events";
import { count, type Figure, type Run, sized } from "@deploy-lens/core/testing/figure";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const SCHEMATHESIS = "schemathesis==4.32.5";
const ENVIRONMENT = join(ROOT, ".cache", "schemathesis");
/** For the tool's report and its own files. */
const WORKSHOP = join(ROOT, ".cache", "schemathesis-runs");

/** The Python module hooks.py beside this file. */
const HOOKS = { SCHEMATHESIS_HOOKS: "hooks", PYTHONPATH: import.meta.dirname };

/** The running API tested against its OpenAPI document by an independent tool. */
export async function run(run: Run): Promise<readonly Figure[]> {
  mkdirSync(WORKSHOP, { recursive: true });
  const what = "kinds of failures that schemathesis finds in the running API by its document";
  const tool = await installed();
  if (typeof tool === "string") return [{ what, target: "0", measured: tool, held: null }];
  const archive = await startArchive();
  const issuer = await startIssuer();
  await archive.keep("demo", SAMPLE_SERVICE_ID, deploymentEvents(Date.now() - 86_400_000));
  const { app, close } = await startApp({
    anyToken: true,
    simulator: { scenario: { services: 3, live: false } },
    app: { archive: async () => archive.store, auth: issuer.setting },
  });
  const server = await serveApp(app);
  const { exitCode, output } = await execute(tool.command, [
    ...[
      "run",
      `${server.url}/openapi.json`,
      "--checks",
      "all",
      "--max-examples",
      String(sized(run, 5, 100, 400)),
    ],
    ...["--seed", String(run.seed), "--workers", "1", "--suppress-health-check", "all", "--no-color"],
    ...["--header", `Authorization: Bearer ${await issuer.token()}`],
  ]);
  await Promise.all([server.close(), close(), archive.close(), issuer.close()]);
  writeFileSync(join(WORKSHOP, "report.txt"), output);
  const [, cases = "0"] = /(\d+) generated/.exec(output) ?? [];
  const failures = kindsOfFailures(output);
  const ended = exitCode === 0 || failures.length > 0;
  return [
    {
      what,
      target: "0",
      measured: `${ended ? failures.length : "no end"} in ${count(Number(cases))} requests`,
      held: exitCode === 0 && Number(cases) > 0,
      examples: ended ? failures : output.split("\n").slice(-20),
    },
  ];
}

/** Kinds of failures by route; the report has the requests. */
function kindsOfFailures(output: string): readonly string[] {
  let route = "";
  const kinds = output.split("\n").flatMap((line) => {
    const [, heading] = /^_+ (.+?) _+$/.exec(line) ?? [];
    route = heading ?? route;
    const [, failure] = /^- (.+)$/.exec(line) ?? [];
    return failure === undefined ? [] : [`${route}: ${failure}`];
  });
  return [...new Set(kinds)];
}

/** Installs Schemathesis into its own environment; returns the reason if that fails. */
async function installed(): Promise<{ readonly command: string } | string> {
  const command = join(ENVIRONMENT, "bin", "schemathesis");
  if (existsSync(command)) return { command };
  const python = await execute("python3", ["-m", "venv", ENVIRONMENT]);
  if (python.exitCode !== 0) return "no python3 with venv on this machine";
  const pip = await execute(join(ENVIRONMENT, "bin", "pip"), ["install", "--quiet", SCHEMATHESIS]);
  return pip.exitCode === 0 ? { command } : "schemathesis could not be installed: no package index answers";
}

async function execute(
  command: string,
  args: readonly string[],
): Promise<{ exitCode: number; output: string }> {
  const child = spawn(command, args, {
    cwd: WORKSHOP,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", ...HOOKS },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  try {
    const [code] = await once(child, "close");
    return { exitCode: Number(code ?? 1), output };
  } catch {
    return { exitCode: 127, output };
  }
}
