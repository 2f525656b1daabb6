import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REGION } from "./emulator/make-certificate.ts";
import { ACCOUNT } from "./emulator/start-emulator.ts";
import { AUDIENCE } from "./issuer.ts";

const ENVIRONMENTS = join(import.meta.dirname, "../../infra/environments");

/** Makes a folder of settings in which `dev` is what is deployed here; the other environments are as committed. */
export function settingsFolder(folder: string, upstream: string, issuer: string, projectId: string): string {
  const settings = join(folder, "settings");
  cpSync(ENVIRONMENTS, settings, { recursive: true });
  const dev = {
    account: ACCOUNT,
    region: REGION,
    modelarts: { endpoint: upstream, projects: [projectId] },
    identity: { issuer, audiences: [AUDIENCE], dashboardClientId: "dashboard" },
    web: { firewall: true },
    alarms: { emails: ["nobody@deploy-lens.test"] },
  };
  writeFileSync(join(settings, "dev.json"), JSON.stringify(dev));
  return settings;
}
