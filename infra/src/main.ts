import { join } from "node:path";
import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { findAppCode } from "./app-code.ts";
import { DeployLens } from "./deploy-lens.ts";
import { readEnvironment } from "./env.ts";
import { DeployLensChecks } from "./nag/deploy-lens-checks.ts";
import { environmentsIn, readEnvironmentSettings } from "./read-settings.ts";

const { settingsFolder, environment: only, isPaused, where } = readEnvironment(process.env);
const environments = only === undefined ? environmentsIn(settingsFolder) : [only];
const code = findAppCode(join(import.meta.dirname, "../.."));

const app = new App();
Validations.of(app).addPlugins(
  new AwsSolutionsChecks(app),
  new ServerlessChecks(app),
  new DeployLensChecks(app),
);
for (const environment of environments) {
  const settings = readEnvironmentSettings(environment, settingsFolder);
  new DeployLens(app, environment, { settings, code, isPaused, env: where(settings) });
}

// Without this call, findings of the checks would be printed without being errors.
app.synth();
