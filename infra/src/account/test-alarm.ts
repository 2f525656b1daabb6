import { DescribeAlarmsCommand, SetAlarmStateCommand, StateValue } from "@aws-sdk/client-cloudwatch";
import { ListSubscriptionsByTopicCommand, SubscribeCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import * as z from "zod";
import { stageName } from "../constructs/names.ts";
import type { Account } from "./connect.ts";

/** The result of setting an alarm. */
export interface AlarmTest {
  readonly alarm: string;
  /** The message that subscribers got; `null` if none arrived. */
  readonly message: string | null;
  /** The subscribers; `PendingConfirmation` has not confirmed yet and gets nothing. */
  readonly subscriptions: readonly { readonly endpoint: string; readonly isConfirmed: boolean }[];
}

export interface AlarmTestOptions {
  readonly account: Pick<Account, "cloudWatch" | "sns" | "sqs">;
  readonly environment: string;
  readonly topicArn: string;
  /** Maximum wait for the message. */
  readonly patienceS: number;
}

const Notification = z.object({ Message: z.string() });
const AlarmMessage = z.object({ AlarmName: z.string(), NewStateValue: z.string() });

/**
 * Sets an alarm that is OK, and receives the notification by a queue of its own, like any subscriber. A message shows
 * that CloudWatch may publish, which a missing e-mail could not. CloudWatch resets the alarm at its next evaluation.
 */
export async function testAlarm({
  account,
  environment,
  topicArn,
  patienceS,
}: AlarmTestOptions): Promise<AlarmTest> {
  const { cloudWatch, sns, sqs } = account;
  const { MetricAlarms = [] } = await cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNamePrefix: `${stageName(environment)}-` }),
  );
  const name = MetricAlarms.find(
    ({ StateValue: state, AlarmActions = [] }) => state !== "ALARM" && AlarmActions.includes(topicArn),
  )?.AlarmName;
  if (name === undefined) throw new Error("every alarm is on already, or there is none: nothing can be set");
  const subscriptions = await subscriptionsOf(account, topicArn);

  const queue = await listen(account, environment, topicArn);
  try {
    const setState = (state: StateValue) =>
      cloudWatch.send(
        new SetAlarmStateCommand({
          AlarmName: name,
          StateValue: state,
          StateReason: "npm run alarms:test: nothing is wrong, this is a test",
        }),
      );
    await setState(StateValue.ALARM);
    const message = await receive(sqs, queue.url, name, patienceS);
    await setState(StateValue.OK);
    return { alarm: name, message, subscriptions };
  } finally {
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: queue.subscriptionArn }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl: queue.url }));
  }
}

export async function subscriptionsOf(
  { sns }: Pick<Account, "sns">,
  topicArn: string,
): Promise<AlarmTest["subscriptions"]> {
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
  return Subscriptions.map(({ Endpoint = "", SubscriptionArn = "" }) => ({
    endpoint: Endpoint,
    isConfirmed: SubscriptionArn.startsWith("arn:"),
  }));
}

async function listen({ sns, sqs }: AlarmTestOptions["account"], environment: string, topicArn: string) {
  const [, , , region, account] = topicArn.split(":");
  const name = `${stageName(environment)}-alarms-test-${Date.now()}`;
  const policy = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: `arn:aws:sqs:${region}:${account}:${name}`,
        Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
      },
    ],
  };
  const { QueueUrl: url = "" } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { Policy: JSON.stringify(policy) } }),
  );
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }),
  );
  const { SubscriptionArn: subscriptionArn } = await sns.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: "sqs",
      Endpoint: Attributes?.QueueArn,
      ReturnSubscriptionArn: true,
    }),
  );
  return { url, subscriptionArn };
}

async function receive(
  sqs: Account["sqs"],
  url: string,
  alarm: string,
  patienceS: number,
): Promise<string | null> {
  const giveUpAtMs = performance.now() + patienceS * 1000;
  while (performance.now() < giveUpAtMs) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 5 }),
    );
    for (const { Body = "" } of Messages) {
      const { Message } = Notification.parse(JSON.parse(Body));
      const { AlarmName, NewStateValue } = AlarmMessage.parse(JSON.parse(Message));
      if (AlarmName === alarm && NewStateValue === "ALARM") return Message;
    }
  }
  return null;
}
