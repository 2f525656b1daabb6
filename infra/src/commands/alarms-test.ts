// `npm run alarms:test -- ENV`: sets one alarm and reports what arrived.
import { CommandError } from "@deploy-lens/command";
import { outputOf, readOutputs } from "../account/outputs.ts";
import { testAlarm } from "../account/test-alarm.ts";
import { openTarget } from "../doctor/doctor.ts";
import { readEnvironmentSettings } from "../read-settings.ts";
import { runEnvironmentCommand } from "./run-environment-command.ts";

const PATIENCE_S = 60;

const HELP = `npm run alarms:test -- ENV

Sets one alarm that is well, waits for its message at the alarms' topic, and sets it back: whoever is subscribed gets
a mail that says it is a test. Says who is subscribed and who has not confirmed.
`;

await runEnvironmentCommand({
  name: "alarms:test",
  help: HELP,
  run: async ({ environment }, settingsFolder) => {
    const { account } = await openTarget(environment, readEnvironmentSettings(environment, settingsFolder));
    const topicArn = outputOf(await readOutputs(account, environment), "AlarmTopic");
    const { alarm, message, subscriptions } = await testAlarm({
      account,
      environment,
      topicArn,
      patienceS: PATIENCE_S,
    });
    process.stdout.write(`Set ${alarm}.\n`);
    for (const { endpoint, isConfirmed } of subscriptions)
      process.stdout.write(
        `${endpoint}: ${isConfirmed ? "subscribed" : "has not confirmed, and hears nothing"}\n`,
      );
    if (message === null) {
      throw new CommandError(
        `no message came within ${PATIENCE_S} s: the alarm's history says why (aws cloudwatch describe-alarm-history --alarm-name ${alarm})`,
      );
    }
    process.stdout.write(`Its message arrived: ${message}\n`);
  },
});
