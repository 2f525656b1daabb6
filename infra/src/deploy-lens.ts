import { type Environment, Stage, Tags } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { AppCode } from "./app-code.ts";
import type { EnvironmentName, Settings } from "./settings.ts";
import { FirewallStack } from "./stacks/firewall-stack.ts";
import { MonitoringStack } from "./stacks/monitoring-stack.ts";
import { ServiceStack } from "./stacks/service-stack.ts";
import { StatefulStack } from "./stacks/stateful-stack.ts";
import { WebStack } from "./stacks/web-stack.ts";

/** Everything that one environment consists of. */
export class DeployLens extends Stage {
  constructor(
    scope: Construct,
    environment: EnvironmentName,
    settings: Settings,
    code: AppCode,
    env: Environment,
  ) {
    super(scope, environment, { env, stageName: `deploy-lens-${environment}` });
    Tags.of(this).add("application", "deploy-lens");
    Tags.of(this).add("environment", environment);
    const props = { environment, settings };

    const { table, credentials } = new StatefulStack(this, "stateful", props);
    const service = new ServiceStack(this, "service", { ...props, code, table, credentials });
    const firewall = settings.web.firewall
      ? new FirewallStack(this, "firewall", { ...props, env: { ...env, region: "us-east-1" } })
      : undefined;
    new WebStack(this, "web", { ...props, code, api: service.api.http, firewall: firewall?.arn });
    new MonitoringStack(this, "monitoring", { ...props, service, table });
  }
}
