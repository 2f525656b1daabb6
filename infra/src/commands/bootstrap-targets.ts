import { SettingsError } from "../read-settings.ts";
import type { Settings } from "../settings.ts";

/**
 * Where CDK has to be bootstrapped for an environment.
 *
 * @throws SettingsError when settings do not say.
 * @example
 * bootstrapTargets({ account: "111122223333", region: "eu-west-1", web: { firewall: true } });
 * // ["aws://111122223333/eu-west-1", "aws://111122223333/us-east-1"]
 */
export function bootstrapTargets({
  account,
  region,
  web,
}: Pick<Settings, "account" | "region"> & { readonly web: Pick<Settings["web"], "firewall"> }): string[] {
  if (account === undefined || region === undefined) {
    throw new SettingsError("--bootstrap needs the settings account and region: it prepares exactly these");
  }
  const regions = new Set(web.firewall ? [region, "us-east-1"] : [region]);
  return [...regions].map((name) => `aws://${account}/${name}`);
}
