import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import { Server } from "node:http";
import { join } from "node:path";
import { parseCredentials } from "@deploy-lens/modelarts/credentials";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/sample";
import { createAdaptorServer } from "@hono/node-server";
import { count, type Figure, type ProofRun } from "../proof.ts";
import { deploymentEvents } from "../stack/deployment-events.ts";
import { listenOn } from "../stack/listen-on.ts";
import { startApp } from "../stack/running-app.ts";
import { startArchive } from "../stack/running-archive.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const SCHEMATHESIS = "schemathesis==4.32.5";
const ENVIRONMENT = join(ROOT, ".cache", "schemathesis");

/** The OpenAPI document, held against the running API by a tool that knows nothing of us. */
export async function run({ quick, seed }: ProofRun): Promise<readonly Figure[]> {
  const what = "kinds of failures that schemathesis finds in the running API by its document";
  const tool = await installed();
  if (typeof tool === "string") return [{ what, target: "0", measured: tool, held: null }];
  const archive = await startArchive();
  await archive.keep("demo", SAMPLE_SERVICE_ID, deploymentEvents(Date.now() - 86_400_000));
  const { app, close } = await startApp({
    simulator: { scenario: { services: 3, live: false }, auth: null },
    client: { credentials: parseCredentials({ token: "any" }) },
    app: { archive: async () => archive.store },
  });
  const adaptor = createAdaptorServer({ fetch: app.fetch });
  if (!(adaptor instanceof Server)) throw new Error("not an HTTP/1.1 server");
  const server = await listenOn(adaptor);
  const examples = quick ? 20 : 400;
  const { exitCode, output } = await execute(tool.command, [
    ...["run", `${server.url}/openapi.json`, "--checks", "all", "--max-examples", String(examples)],
    ...["--seed", String(seed), "--workers", "1", "--suppress-health-check", "all", "--no-color"],
    ...["--header", "Authorization: Bearer a.b.c"],
  ]);
  await Promise.all([server.close(), close(), archive.close()]);
  const [, cases = "0"] = /(\d+) generated/.exec(output) ?? [];
  const failures = output.split("\n").filter((line) => /^\s*- /.test(line) || /^\s*❌/.test(line));
  return [
    {
      what,
      target: "0",
      measured: `${exitCode === 0 ? 0 : Math.max(1, failures.length)} in ${count(Number(cases))} requests`,
      held: exitCode === 0 && Number(cases) > 0,
      examples: exitCode === 0 ? [] : output.split("\n").slice(-120),
    },
  ];
}

/** Schemathesis in an environment of its own; a reason why there is none, otherwise. */
async function installed(): Promise<{ readonly command: string } | string> {
  const command = join(ENVIRONMENT, "bin", "schemathesis");
  if (existsSync(command)) return { command };
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  const python = await execute("python3", ["-m", "venv", ENVIRONMENT]);
  if (python.exitCode !== 0) return "no Python here that can make an environment";
  const pip = await execute(join(ENVIRONMENT, "bin", "pip"), ["install", "--quiet", SCHEMATHESIS]);
  return pip.exitCode === 0 ? { command } : "schemathesis could not be installed";
}

async function execute(
  command: string,
  args: readonly string[],
): Promise<{ exitCode: number; output: string }> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
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
