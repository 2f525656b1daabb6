import { type Environment, PermissionsBoundary, Stage, Tags } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { AppCode } from "./app-code.ts";
import { firewallStackName, stageName } from "./constructs/names.ts";
import type { EnvironmentSettings } from "./settings.ts";
import { FirewallStack } from "./stacks/firewall-stack.ts";
import { MonitoringStack } from "./stacks/monitoring-stack.ts";
import { ServiceStack } from "./stacks/service-stack.ts";
import { StatefulStack } from "./stacks/stateful-stack.ts";
import { WebStack } from "./stacks/web-stack.ts";

export interface DeployLensProps {
  readonly settings: EnvironmentSettings;
  readonly code: AppCode;
  /** Disables schedule and queue, so that nothing calls ModelArts. */
  readonly isPaused: boolean;
  readonly env: Environment;
}

/** Everything that one environment consists of. */
export class DeployLens extends Stage {
  constructor(scope: Construct, environment: string, { settings, code, isPaused, env }: DeployLensProps) {
    const { permissionsBoundary, bootstrapQualifier, production, tags } = settings;
    super(scope, environment, {
      env,
      stageName: stageName(environment),
      ...(permissionsBoundary === undefined
        ? {}
        : { permissionsBoundary: PermissionsBoundary.fromName(permissionsBoundary) }),
    });
    if (bootstrapQualifier !== undefined)
      this.node.setContext("@aws-cdk/core:bootstrapQualifier", bootstrapQualifier);
    for (const [key, value] of Object.entries({ ...tags, application: "deploy-lens", environment }))
      Tags.of(this).add(key, value);
    const props = { environment, settings, terminationProtection: production };

    const { table, credentials } = new StatefulStack(this, "stateful", props);
    const service = new ServiceStack(this, "service", { ...props, code, isPaused, table, credentials });
    const firewall = settings.web.firewall
      ? new FirewallStack(this, "firewall", {
          ...props,
          stackName: firewallStackName(environment, env.region),
          env: { ...env, region: "us-east-1" },
        })
      : undefined;
    const web = new WebStack(this, "web", {
      ...props,
      code,
      api: service.api.http,
      originSecret: service.originSecret,
      firewall: firewall?.arn,
    });
    new MonitoringStack(this, "monitoring", { ...props, code, service, web, table });
  }
}
