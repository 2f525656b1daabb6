// `npm run dead-letters -- ENV list|show|redrive|drop`: the messages that the pipeline gave up.
import { CommandError, UsageError } from "@deploy-lens/command";
import { type DeadLetter, drop, forEachDeadLetter, redrive } from "../account/dead-letters.ts";
import { outputOf, readOutputs } from "../account/outputs.ts";
import { openTarget } from "../doctor/doctor.ts";
import { readEnvironmentSettings } from "../read-settings.ts";
import { runEnvironmentCommand } from "./run-environment-command.ts";

const HELP = `npm run dead-letters -- ENV ACTION [ID…] [--reason REASON]

Messages about services that the pipeline gave up. An action is about all of them, or those with an ID or a REASON.

  list      one line for each: id, when, reason, detail
  show      each with its body, as JSON
  redrive   puts them back into the queue, to be dealt with again; doing the work twice is harmless
  drop      deletes them; needs an ID or a REASON
`;

/** The reason of messages whose function died before it could give one. */
const NO_REASON = "none";

const DONE = {
  list: "waiting",
  show: "waiting",
  redrive: "put back into the queue",
  drop: "deleted",
} as const;

await runEnvironmentCommand({
  name: "dead-letters",
  help: HELP,
  options: ["reason"],
  takesWords: true,
  run: async ({ environment, words: [action, ...ids], reason }, settingsFolder) => {
    if (!isAction(action))
      throw new UsageError("say what to do: list, show, redrive or drop; --help says more");
    if (action === "drop" && ids.length === 0 && reason === undefined)
      throw new UsageError(
        "drop deletes what an ID or a --reason names; to drop everything, name every reason",
      );
    const { account } = await openTarget(environment, readEnvironmentSettings(environment, settingsFolder));
    const outputs = await readOutputs(account, environment);
    const queue = { sqs: account.sqs, url: outputOf(outputs, "DeadLetterQueueUrl") };
    const isMeant = (letter: DeadLetter) =>
      (ids.length === 0 || ids.includes(letter.id)) &&
      (reason === undefined || (letter.reason ?? NO_REASON) === reason);

    let count = 0;
    await forEachDeadLetter(queue, async (letter) => {
      if (!isMeant(letter)) return "left";
      count += 1;
      switch (action) {
        case "list":
          process.stdout.write(
            `${[letter.id, letter.sentAt, letter.reason ?? NO_REASON, letter.detail ?? ""].join("  ").trimEnd()}\n`,
          );
          return "left";
        case "show":
          process.stdout.write(`${JSON.stringify(shown(letter))}\n`);
          return "left";
        case "redrive":
          await redrive(queue, letter, outputOf(outputs, "WorkQueueUrl"));
          return "taken";
        case "drop":
          await drop(queue, letter);
          return "taken";
        default:
          return action satisfies never;
      }
    });
    process.stderr.write(`${count} ${DONE[action]}\n`);
    if (count === 0 && ids.length > 0)
      throw new CommandError("no such message; it may be in the hands of another reader");
  },
});

function isAction(text: string | undefined): text is keyof typeof DONE {
  return text !== undefined && text in DONE;
}

function shown({ receipt: _, ...letter }: DeadLetter): Omit<DeadLetter, "receipt"> {
  return letter;
}
