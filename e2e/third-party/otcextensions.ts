// A Python client of ModelArts lists the documented sample, with nothing but its endpoint changed. Needs Python 3.9 or newer; the
// client is installed into its own virtual environment.
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Results } from "../../scripts/results.ts";
import { cacheFolder, outputOf } from "./tools.ts";

const requirements = join(import.meta.dirname, "requirements.txt");
const CLIENT = readFileSync(requirements, "utf8").trim();
const sample = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../packages/core/fixtures/documented-sample.json"), "utf8"),
);

/** Lists the sample in five ways. */
export async function listByOtcextensions(url: string): Promise<Results> {
  const python = await installClient();
  const script = join(import.meta.dirname, "otcextensions-events.py");
  const answers = JSON.parse(await outputOf(python, [script, `${url}/v1/demo`, sample.service_id]));
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
  for (const name of failed) console.log(`${name}: ${JSON.stringify(answers[name])}`);
  for (const name of names.filter((each) => !failed.includes(each)))
    console.log(`✓ ${CLIENT} lists the sample: ${name}`);
  return {
    passed: names.length - failed.length,
    failures: failed.map((name) => `${CLIENT} lists the sample: ${name}`),
  };
}

async function installClient(): Promise<string> {
  const environment = cacheFolder("otcextensions");
  const binary = join(environment, "bin/python");
  const stamp = join(environment, CLIENT);
  if (existsSync(stamp)) return binary;
  console.log(`Installing ${CLIENT} …`);
  mkdirSync(environment, { recursive: true });
  await outputOf("python3", ["-m", "venv", environment]);
  await outputOf(binary, [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "-r",
    requirements,
  ]);
  appendFileSync(stamp, "");
  return binary;
}
