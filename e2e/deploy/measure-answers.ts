// `node scripts/run.mjs e2e/deploy/measure-answers.ts`: the size of what the dashboard asks for, in the demo of `npm start`;
// docs/cost.md calculates with it.
import { mkdtempSync, rmSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEMO_PROJECT_ID } from "@deploy-lens/simulator/service/sample";
import { startLocalStack } from "./local-stack.ts";
import { until } from "./read.ts";

const folder = mkdtempSync(join(tmpdir(), "measure-answers-"));
const stack = await startLocalStack({ folder });
const project = `/api/v1/projects/${DEMO_PROJECT_ID}`;

/** Bytes of the body as it is sent. */
function bytesOf(path: string, encoding: "br" | "identity"): Promise<number> {
  return new Promise((resolve, reject) => {
    get(`${stack.url}${path}`, { headers: { "accept-encoding": encoding } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${path} answered ${response.statusCode}`));
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on("end", () => resolve(bytes));
    }).on("error", reject);
  });
}

try {
  const statistics = `${project}/deploy-durations?groupBy=service,day`;
  let before = 0;
  // The history of 30 days has been read when statistics have stopped growing.
  await until(
    async () => {
      const [last, bytes] = [before, await bytesOf(statistics, "identity")];
      before = bytes;
      return bytes > 100_000 && bytes === last;
    },
    (isRead) => isRead,
    300_000,
  );
  const listed = await fetch(`${stack.url}${project}/services`);
  const { services }: { services: { id: string; latestDeployment: { outcome: string } | null }[] } =
    await listed.json();
  const id = services.find(({ latestDeployment }) => latestDeployment?.outcome === "success")?.id;
  const answers = {
    services: `${project}/services`,
    service: `${project}/services/${id}`,
    "100 events": `${project}/services/${id}/events?limit=100`,
    "50 deployments": `${project}/services/${id}/deployments?limit=50`,
    deployment: `${project}/services/${id}/deployments/latest`,
    "statistics by phase": `${project}/services/${id}/deploy-durations`,
    "… with histograms": `${project}/services/${id}/deploy-durations?include=histogram`,
    "statistics by service and day": statistics,
  };
  const kb = async (path: string, encoding: "br" | "identity") =>
    Number(((await bytesOf(path, encoding)) / 1_000).toFixed(1));
  for (const [name, path] of Object.entries(answers))
    console.log(name, { plainKb: await kb(path, "identity"), sentKb: await kb(path, "br") });
} finally {
  await stack.stop();
  rmSync(folder, { recursive: true });
}
