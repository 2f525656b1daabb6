import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { GetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { type Account, connectToAccount } from "../account/connect.ts";
import { staleFunctions } from "../account/function-settings.ts";
import { type EnvironmentOutputs, findStack, outputOf } from "../account/outputs.ts";
import { readPause } from "../account/pause.ts";
import { subscriptionsOf } from "../account/test-alarm.ts";
import { firewallStackName, stageName } from "../constructs/names.ts";
import type { EnvironmentSettings } from "../settings.ts";
import { type Check, ok, problem, warning } from "./finding.ts";

export interface EnvironmentWorld {
  readonly environment: string;
  readonly settings: EnvironmentSettings;
  readonly region: string;
  readonly account: Account;
  readonly outputs: EnvironmentOutputs;
}

/** Checks of a deployed environment. */
export function environmentChecks(world: EnvironmentWorld): Check[] {
  return [
    { name: "functions", run: () => checkFunctions(world) },
    { name: "platform", run: () => checkReadiness(world) },
    { name: "alarm topic", run: () => checkTopic(world) },
    { name: "subscriptions", run: () => checkSubscriptions(world) },
    { name: "alarms", run: () => checkAlarms(world) },
    { name: "dead letters", run: () => checkDeadLetters(world) },
    { name: "pause", run: () => checkPause(world) },
    { name: "firewall", run: () => checkFirewall(world) },
  ];
}

async function checkFunctions({ account, outputs }: EnvironmentWorld) {
  const stale = await staleFunctions(account, outputs);
  return stale.length === 0 ? ok("use the environment's table and secret") : problem(stale.join("; "));
}

/** The API's own check of its secret, ModelArts and the table. */
async function checkReadiness({ outputs }: EnvironmentWorld) {
  const response = await fetch(`${outputOf(outputs, "DashboardUrl")}/readyz`);
  const text = await response.text();
  if (response.ok) return ok(text);
  return problem(
    `/readyz answers ${response.status} ${text}: put credentials for ModelArts into ${outputOf(outputs, "CredentialsSecret")}`,
  );
}

async function checkTopic({ account, outputs }: EnvironmentWorld) {
  const { Attributes } = await account.sns.send(
    new GetTopicAttributesCommand({ TopicArn: outputOf(outputs, "AlarmTopic") }),
  );
  if (Attributes?.Policy?.includes('"cloudwatch.amazonaws.com"') === true)
    return ok("lets CloudWatch publish");
  return problem("its policy does not let CloudWatch publish: no alarm reaches anybody. Deploy again");
}

async function checkSubscriptions({ settings, account, outputs }: EnvironmentWorld) {
  const subscriptions = await subscriptionsOf(account, outputOf(outputs, "AlarmTopic"));
  const pending = subscriptions.filter(({ isConfirmed }) => !isConfirmed).map(({ endpoint }) => endpoint);
  if (pending.length > 0)
    return problem(`not confirmed by ${pending.join(", ")}: the link is in the mail that AWS sent there`);
  if (subscriptions.length > 0) return ok(subscriptions.map(({ endpoint }) => endpoint).join(", "));
  const text = "no one is notified of alarms: put an address into alarms.emails";
  return settings.production ? problem(text) : warning(text);
}

async function checkAlarms({ environment, account }: EnvironmentWorld) {
  const { MetricAlarms = [] } = await account.cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNamePrefix: `${stageName(environment)}-`, StateValue: "ALARM" }),
  );
  if (MetricAlarms.length === 0) return ok("none is on");
  return warning(`on: ${MetricAlarms.map(({ AlarmName }) => AlarmName).join(", ")}`);
}

async function checkDeadLetters({ environment, account, outputs }: EnvironmentWorld) {
  const { Attributes } = await account.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: outputOf(outputs, "DeadLetterQueueUrl"),
      AttributeNames: ["ApproximateNumberOfMessages"],
    }),
  );
  const waiting = Number(Attributes?.ApproximateNumberOfMessages ?? 0);
  return waiting === 0 ? ok("none") : warning(`${waiting} wait: npm run dead-letters -- ${environment} list`);
}

async function checkPause({ environment, account }: EnvironmentWorld) {
  const reason = await readPause(account, environment);
  if (reason === null) return ok("the pipeline runs");
  return warning(`the pipeline is paused (${reason}): npm run resume -- ${environment}`);
}

async function checkFirewall({ environment, settings, region }: EnvironmentWorld) {
  const stack = await findStack(connectToAccount("us-east-1"), firewallStackName(environment, region));
  if (settings.web.firewall)
    return stack === null ? problem("web.firewall is on, and there is none: deploy again") : ok("on");
  return stack === null
    ? ok("off")
    : problem("web.firewall is off, and its stack is still there: deploy again");
}
