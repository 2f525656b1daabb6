import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NEW_ACCOUNT_REGION, REGION, SECOND_REGION } from "./emulator/make-certificate.ts";
import { ACCOUNT } from "./emulator/start-emulator.ts";
import { AUDIENCE } from "./issuer.ts";

const ENVIRONMENTS = join(import.meta.dirname, "../../infra/environments");

export interface SettingsFolder {
  readonly folder: string;
  /** Overrides settings of an environment by path (`web.firewall`). */
  set(environment: string, changes: Readonly<Record<string, unknown>>): void;
}

/**
 * Creates a settings folder: `dev` and `dev-eu` are deployed here, three others belong to accounts in which something
 * is broken, and the committed ones stay examples.
 */
export function makeSettings(
  scratch: string,
  upstream: string,
  issuer: string,
  projectId: string,
): SettingsFolder {
  const folder = join(scratch, "settings");
  cpSync(ENVIRONMENTS, folder, { recursive: true });
  const file = (environment: string) => join(folder, `${environment}.json`);
  const dev = {
    account: ACCOUNT,
    region: REGION,
    modelarts: { endpoint: upstream, projects: [projectId] },
    identity: { issuer, audiences: [AUDIENCE], dashboardClientId: "dashboard" },
    web: { firewall: true },
    alarms: { emails: ["nobody@deploy-lens.test"] },
  };
  const environments = {
    dev,
    "dev-eu": { ...dev, region: SECOND_REGION, web: {} },
    "broken-account": { ...dev, account: "999999999999" },
    "broken-issuer": { ...dev, identity: { ...dev.identity, issuer: `${issuer}/nowhere` } },
    "broken-quota": { ...dev, region: NEW_ACCOUNT_REGION },
  };
  for (const [name, settings] of Object.entries(environments))
    writeFileSync(file(name), JSON.stringify(settings));
  return {
    folder,
    set: (environment, changes) => {
      const settings = JSON.parse(readFileSync(file(environment), "utf8"));
      for (const [path, value] of Object.entries(changes)) {
        const names = path.split(".");
        const last = names.pop() ?? "";
        let place = settings;
        for (const name of names) place = place[name] ??= {};
        place[last] = value;
      }
      writeFileSync(file(environment), JSON.stringify(settings));
    },
  };
}
