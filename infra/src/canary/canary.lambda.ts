import * as z from "zod";
import { runChecks } from "../doctor/finding.ts";
import { smokeTest } from "../doctor/smoke-test.ts";
import { CANARY_ENV } from "./constants.ts";

const Variables = z.object({
  [CANARY_ENV.dashboardUrl]: z.url(),
  [CANARY_ENV.apiUrl]: z.url(),
  [CANARY_ENV.issuer]: z.string(),
  [CANARY_ENV.projectId]: z.string(),
});

const variables = Variables.parse(process.env);
const target = {
  dashboardUrl: variables.DASHBOARD_URL,
  apiUrl: variables.API_URL,
  issuer: variables.ISSUER,
  projectId: variables.PROJECT_ID,
};

/** Asks the environment what its readers ask. @throws Error that names what failed, which the alarm counts */
export async function handler(): Promise<void> {
  const findings = await runChecks(smokeTest(target));
  const failed = findings.filter(({ state }) => state === "problem");
  const level = failed.length === 0 ? "INFO" : "ERROR";
  process.stdout.write(`${JSON.stringify({ level, message: "environment asked", findings })}\n`);
  if (failed.length > 0) throw new Error(failed.map(({ check, text }) => `${check}: ${text}`).join("; "));
}
