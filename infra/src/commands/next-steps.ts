import type { EnvironmentOutputs } from "../account/outputs.ts";
import type { EnvironmentSettings } from "../settings.ts";

/** The URLs to open, and the remaining steps of the setup. */
export function nextSteps(
  environment: string,
  region: string,
  outputs: EnvironmentOutputs,
  { emails }: Pick<EnvironmentSettings["alarms"], "emails">,
): string {
  const the = (name: string) => outputs.get(name) ?? `(no output ${name})`;
  const alarms =
    emails.length > 0
      ? `Confirm the subscription to alarms: a mail went to ${emails.join(", ")}`
      : "Nobody hears of alarms yet: put an address into alarms.emails of the settings, and deploy again";
  return `
Deploy Lens ${environment} is deployed.

Open
  ${the("DashboardUrl")}   the dashboard
  ${the("DashboardUrl")}/docs   the API

Next, where it has not been done
  1. Put the credentials for ModelArts into the secret, from a file that you delete afterwards:
       aws secretsmanager put-secret-value --region ${region} --secret-id ${the("CredentialsSecret")} \\
         --secret-string file://credentials.json
     {"accessKey": "…", "secretKey": "…"}; other kinds are in docs/runbook.md
  2. Let the identity provider send people back to ${the("SignInCallback")}
  3. ${alarms}
  4. See that all is well: npm run doctor -- ${environment}, and that alarms arrive: npm run alarms:test -- ${environment}

The first services appear within two minutes after step 1.
`;
}
