import { SettingsError } from "../read-settings.ts";
import type { EnvironmentSettings } from "../settings.ts";

export type BootstrapSettings = Pick<
  EnvironmentSettings,
  "account" | "region" | "bootstrapQualifier" | "permissionsBoundary"
> & { readonly web: Pick<EnvironmentSettings["web"], "firewall"> };

/**
 * Arguments for CDK's command line to bootstrap the regions that an environment needs.
 *
 * @throws SettingsError if the settings lack account or region.
 * @example bootstrapArguments({ account: "111122223333", region: "eu-west-1", web: { firewall: true } }); //
 * [["bootstrap", "aws://111122223333/eu-west-1", "aws://111122223333/us-east-1"]]
 */
export function bootstrapArguments(settings: BootstrapSettings): string[][] {
  const { account, region, web, bootstrapQualifier, permissionsBoundary } = settings;
  if (account === undefined || region === undefined) {
    throw new SettingsError("--bootstrap needs the settings account and region: it prepares exactly these");
  }
  const regions = new Set(web.firewall ? [region, "us-east-1"] : [region]);
  return [
    [
      "bootstrap",
      ...[...regions].map((name) => `aws://${account}/${name}`),
      // Each bootstrapped account has a stack for it.
      ...(bootstrapQualifier === undefined
        ? []
        : [`--qualifier=${bootstrapQualifier}`, `--toolkit-stack-name=CDKToolkit-${bootstrapQualifier}`]),
      ...(permissionsBoundary === undefined ? [] : [`--custom-permissions-boundary=${permissionsBoundary}`]),
    ],
  ];
}
