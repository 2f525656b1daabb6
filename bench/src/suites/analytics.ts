import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atMost, bytes, type Figure, inUnit, times } from "@deploy-lens/core/testing/figure";
import { deriveFunction, sdkAlone } from "../analytics-functions.ts";
import { ANALYTICS_BUNDLE } from "../budgets.ts";
import { writeBundle } from "../measure/bundle.ts";
import { coldStart } from "../measure/cold-start.ts";
import { interleave, ratioOf, spreadOf, withSpread } from "../measure/samples.ts";

const ROUNDS = 15;

const ENVIRONMENT = {
  ENVIRONMENT_NAME: "bench",
  TABLE_NAME: "bench",
  MODELARTS_PROJECTS: "demo",
  MODELARTS_ENDPOINT: "http://127.0.0.1:9",
  MODELARTS_SECRET_ID: "upstream",
  QUEUE_URL: "http://127.0.0.1:9/services",
  DEAD_LETTER_QUEUE_URL: "http://127.0.0.1:9/dead",
  MAX_RECEIVE_COUNT: "5",
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "bench",
  AWS_SECRET_ACCESS_KEY: "bench",
};

/** The derive function beside the SDK that it cannot do without. */
export async function run(): Promise<readonly Figure[]> {
  const ours = await deriveFunction();
  const sdk = await sdkAlone();
  const folder = await mkdtemp(join(tmpdir(), "deploy-lens-bench-"));
  try {
    const files = {
      ours: await writeBundle(ours, join(folder, "ours")),
      sdk: await writeBundle(sdk, join(folder, "sdk")),
    };
    const start = (file: string) => async () => (await coldStart(file, null, ENVIRONMENT)).totalMs;
    const variants = { ours: start(files.ours), sdk: start(files.sdk) };
    await interleave(variants, 1);
    const samples = await interleave(variants, ROUNDS);
    const ratio = ratioOf(samples.ours, samples.sdk);
    return [
      atMost(
        "derive function, minified, of the SDK alone",
        ours.minifiedBytes / sdk.minifiedBytes,
        ANALYTICS_BUNDLE.ofSdkAlone,
        times,
        `${bytes(ours.minifiedBytes)}, the SDK alone ${bytes(sdk.minifiedBytes)}`,
      ),
      {
        ...atMost("process start to ready, of the SDK alone", ratio.median, 1.2, times),
        measured: withSpread(ratio, times),
        beside: `the SDK alone ${withSpread(spreadOf(samples.sdk), inUnit("ms"))}`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}
