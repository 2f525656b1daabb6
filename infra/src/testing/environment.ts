import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, type Stage } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import * as z from "zod";
import type { AppCode } from "../app-code.ts";
import { DeployLens } from "../deploy-lens.ts";
import { parseSettings } from "../read-settings.ts";

const { context } = z
  .object({ context: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, "../../cdk.json"), "utf8")));

const scratch = mkdtempSync(join(tmpdir(), "deploy-lens-infra-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

/** Code that does nothing: templates do not depend on it. */
const stub = { folder: join(scratch, "code"), handler: "index.handler" };
mkdirSync(stub.folder);
writeFileSync(join(stub.folder, "index.mjs"), "export const handler = () => undefined;\n");
export const STUB_CODE: AppCode = {
  bff: stub,
  discover: stub,
  derive: stub,
  audit: stub,
  job: stub,
  publish: stub,
  canary: stub,
};

/** The smallest valid settings. */
export const LEAST_SETTINGS = {
  modelarts: { region: "cn-north-4", projects: ["p1"] },
  identity: { issuer: "https://login.test", audiences: ["deploy-lens"], dashboardClientId: "web" },
};

/** Settings of `prod`, unless a test overrides them. */
const PRODUCTION = { production: true, alarms: { emails: ["somebody@lens.test"] } };

/** The stacks of an environment, by name. */
export type Templates = Readonly<Record<"stateful" | "service" | "web" | "monitoring", Template>>;

/** An app configured as in `cdk.json`, with its files in a temporary folder. */
export function testApp(): App {
  return new App({ context, outdir: mkdtempSync(join(scratch, "cdk-")) });
}

/** Creates an environment; the defaults are {@link LEAST_SETTINGS}. */
export function makeEnvironment(
  app: App,
  environment = "dev",
  settings: Readonly<Record<string, unknown>> = {},
  isPaused = false,
): DeployLens {
  const complete = parseSettings(
    { ...LEAST_SETTINGS, ...(environment === "prod" ? PRODUCTION : {}), ...settings },
    "test",
  );
  return new DeployLens(app, environment, {
    settings: complete,
    code: STUB_CODE,
    isPaused,
    env: { account: "111122223333", region: complete.region ?? "ap-southeast-1" },
  });
}

/** The template of one of an environment's stacks. */
export function templateOf(stage: Stage, id: string): Template {
  const stack = stage.node.findChild(id);
  if (!("templateFile" in stack)) throw new Error(`${id} is not a stack`);
  return Template.fromJSON(
    JSON.parse(readFileSync(join(stage.synth().directory, String(stack.templateFile)), "utf8")),
  );
}

/** The templates of an environment. */
export function templatesOf(stage: Stage): Templates {
  return {
    stateful: templateOf(stage, "stateful"),
    service: templateOf(stage, "service"),
    web: templateOf(stage, "web"),
    monitoring: templateOf(stage, "monitoring"),
  };
}

/** Synthesises an environment on its own. */
export function synthesize(environment?: string, settings?: Readonly<Record<string, unknown>>): Templates {
  return templatesOf(makeEnvironment(testApp(), environment, settings));
}
