import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { REGION, SECOND_REGION } from "./emulator/make-certificate.ts";
import { type CommandResult, npmRun } from "./npm-run.ts";
import { beginWorld, type World } from "./world.ts";

const Outputs = z.record(z.string(), z.string());
const Inventory = z.array(z.string());
const Invocation = z.object({ error: z.string().nullable(), payload: z.string(), log: z.string() });

const Variables = z.object({ DEPLOY_TEST_PYTHON: z.string(), DEPLOY_TEST_SCRATCH: z.string() });

/** The environment under test and its surroundings. */
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

  /** An output of the stacks, by name. */
  output(name: string): string {
    const found = this.#outputs?.get(name);
    if (found === undefined) throw new Error(`${name} is not known: the environment was not deployed`);
    return found;
  }

  /** `npm run deploy -- dev`. */
  async deploy(...options: string[]): Promise<CommandResult> {
    const result = await npmRun("deploy", ["dev", ...options], this.world.environment);
    this.#outputs = await this.readOutputs(REGION, "dev");
    return result;
  }

  /** Runs `npm run deploy -- dev` as at a terminal, answering yes to every question. */
  async deployAtTerminal(...options: string[]): Promise<CommandResult> {
    const terminal = [this.python, join(import.meta.dirname, "emulator/terminal.py")];
    const result = await npmRun("deploy", ["dev", ...options], this.world.environment, terminal);
    this.#outputs = await this.readOutputs(REGION, "dev");
    return result;
  }

  /** Any other command. */
  run(name: string, ...args: readonly string[]): Promise<CommandResult> {
    return npmRun(name, args, this.world.environment);
  }

  async readOutputs(region: string, environment: string): Promise<ReadonlyMap<string, string>> {
    return new Map(Object.entries(Outputs.parse(await this.#python("outputs.py", region, environment))));
  }

  /** Restores the table into another one, as the runbook describes. */
  async restoreTable(name: string): Promise<void> {
    await this.#python("restore.py", REGION, this.output("TableName"), name);
  }

  /** The HTTP API's own URL. */
  apiUrl(): Promise<string> {
    return this.world.reach(new URL(this.output("ApiUrl")).hostname);
  }

  /** The dashboard's URL at CloudFront. */
  webUrl(): Promise<string> {
    return this.world.reach(this.output("DistributionDomain"));
  }

  /** All resources in the account. */
  async inventory(): Promise<string[]> {
    return Inventory.parse(await this.#python("inventory.py", REGION, SECOND_REGION, "us-east-1"));
  }

  /** Invokes a function and waits for it. */
  async invoke(functionName: string): Promise<z.infer<typeof Invocation>> {
    return Invocation.parse(await this.#python("invoke.py", REGION, functionName));
  }

  /** Runs a script that queries AWS and prints JSON. Asynchronous, because the simulator runs in this process. */
  async #python(script: string, ...args: readonly string[]): Promise<unknown> {
    const { stdout } = await promisify(execFile)(
      this.python,
      [join(import.meta.dirname, "emulator", script), ...args],
      { env: { ...process.env, ...this.world.emulator.environment } },
    );
    return JSON.parse(stdout);
  }
}
