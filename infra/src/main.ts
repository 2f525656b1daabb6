import { join } from "node:path";
import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { findAppCode } from "./app-code.ts";
import { DeployLens } from "./deploy-lens.ts";
import { readEnvironment } from "./env.ts";
import { DeployLensChecks } from "./nag/deploy-lens-checks.ts";
import { readSettings } from "./read-settings.ts";

const { settingsFolder, where } = readEnvironment(process.env);
const [dev, staging, prod] = [
  readSettings("dev", settingsFolder),
  readSettings("staging", settingsFolder),
  readSettings("prod", settingsFolder),
];
const code = findAppCode(join(import.meta.dirname, "../.."));

const app = new App();
Validations.of(app).addPlugins(
  new AwsSolutionsChecks(app),
  new ServerlessChecks(app),
  new DeployLensChecks(app),
);
new DeployLens(app, "dev", dev, code, where(dev));
new DeployLens(app, "staging", staging, code, where(staging));
new DeployLens(app, "prod", prod, code, where(prod));

// Without this call, findings of the checks would be printed and not be an error.
app.synth();
