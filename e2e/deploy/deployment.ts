import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { REGION } from "./emulator/make-certificate.ts";
import { type CommandResult, npmRun } from "./npm-run.ts";
import { beginWorld, type World } from "./world.ts";

const ROOT = join(import.meta.dirname, "../..");
const OUTPUTS = join(ROOT, "infra/cdk.out/outputs-dev.json");

const Outputs = z.record(z.string(), z.record(z.string(), z.string()));
const Inventory = z.array(z.string());

const Variables = z.object({ DEPLOY_TEST_PYTHON: z.string(), DEPLOY_TEST_SCRATCH: z.string() });

/** The environment under test, and the world that it is in. */
export class Deployment {
  readonly #variables = Variables.parse(process.env);
  #world: World | null = null;
  #outputs: ReadonlyMap<string, string> | null = null;

  async begin(): Promise<void> {
    this.#world = await beginWorld(this.python, this.#variables.DEPLOY_TEST_SCRATCH);
  }

  async end(): Promise<void> {
    await this.#world?.end();
  }

  get python(): string {
    return this.#variables.DEPLOY_TEST_PYTHON;
  }

  get world(): World {
    if (this.#world === null) throw new Error("the world has not begun");
    return this.#world;
  }

  /** What the stacks said, by name. */
  output(name: string): string {
    const found = this.#outputs?.get(name);
    if (found === undefined) throw new Error(`${name} is not known: the environment was not deployed`);
    return found;
  }

  /** `npm run deploy -- dev`. */
  async deploy(...options: string[]): Promise<CommandResult> {
    const result = await npmRun("deploy", ["dev", "--yes", ...options], this.world.environment);
    if (result.exitCode === 0) {
      const stacks = Outputs.parse(JSON.parse(readFileSync(OUTPUTS, "utf8")));
      this.#outputs = new Map(Object.values(stacks).flatMap((outputs) => Object.entries(outputs)));
    }
    return result;
  }

  /** The HTTP API's own address. */
  apiUrl(): Promise<string> {
    return this.world.reach(new URL(this.output("ApiUrl")).hostname);
  }

  /** The dashboard's address: CloudFront. */
  webUrl(): Promise<string> {
    return this.world.reach(this.output("DistributionDomain"));
  }

  /** Everything that is in the account. */
  inventory(): string[] {
    const { status, stdout, stderr } = spawnSync(
      this.python,
      [join(import.meta.dirname, "emulator/inventory.py"), REGION, "us-east-1"],
      { encoding: "utf8", env: { ...process.env, ...this.world.emulator.environment } },
    );
    if (status !== 0) throw new Error(`the inventory failed: ${stderr}`);
    return Inventory.parse(JSON.parse(stdout));
  }
}
