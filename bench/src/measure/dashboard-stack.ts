import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createSimulator } from "@deploy-lens/simulator/simulator";

/** The local stack with a project of many services. */
export interface DashboardStack extends AsyncDisposable {
  readonly url: string;
}

const PLACES = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const START = fileURLToPath(new URL("../../../apps/local/src/start.ts", import.meta.url));

/** The path of Chromium, if installed. */
export function findChromium(): string | undefined {
  return PLACES.find((place) => place !== undefined && existsSync(place));
}

/** Starts it: `npm start` with a simulator of so many services, of which some are deployed now and then. */
export async function startDashboardStack(services: number, deployed: number): Promise<DashboardStack> {
  const scenario = {
    services: deployed,
    idleServices: services - deployed,
    live: false,
    sample: false,
    days: 7,
  } as const;
  const simulator = createSimulator({ scenario });
  const dataFolder = await mkdtemp(join(tmpdir(), "deploy-lens-bench-"));
  const child = spawn(process.execPath, [START], {
    env: {
      ...process.env,
      PORT: "0",
      DEPLOY_LENS_DATA: dataFolder,
      MODELARTS_ENDPOINT: await simulator.listen(),
      MODELARTS_TOKEN: "bench",
      MODELARTS_PROJECTS: "demo",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Texts that no rule knows are warned of by the dozen here: only a stack that does not start has something to say.
  let said = "";
  child.stderr.on("data", (text) => {
    said = `${said}${text}`.slice(-2_000);
  });
  const url = await addressIn(createInterface({ input: child.stdout }));
  if (url === undefined) throw new Error(`the local stack did not start: ${said}`);
  child.stdout.resume();
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
      await simulator.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

async function addressIn(lines: AsyncIterable<string>): Promise<string | undefined> {
  for await (const line of lines) {
    const [, url] = /running: (http\S+)/.exec(line) ?? [];
    if (url !== undefined) return url;
  }
  return undefined;
}

/** Waits until the pipeline has gone through the services that were deployed. */
export async function historyRead(url: string, services: number): Promise<void> {
  for (let attempt = 0; attempt < 90; attempt++) {
    const answer = await fetch(`${url}/api/v1/projects/demo/deploy-durations?groupBy=service&outcome=any`);
    const { groups = [] } = groupsOf(await answer.json());
    if (groups.length >= services * 0.9) return;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  throw new Error("the pipeline did not read the history within 90 s");
}

/** The API's own answer, whose shape its tests hold. */
function groupsOf(answer: unknown): { readonly groups?: readonly unknown[] } {
  return answer as { readonly groups?: readonly unknown[] };
}
