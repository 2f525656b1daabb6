// `npm run job -- ENV backfill|rebuild`: processes all services, inside the account.

import { InvokeCommand } from "@aws-sdk/client-lambda";
import { CommandError, UsageError } from "@deploy-lens/command";
import * as z from "zod";
import type { Account } from "../account/connect.ts";
import { jobFunctionName } from "../constructs/names.ts";
import { openTarget } from "../doctor/doctor.ts";
import { readEnvironmentSettings } from "../read-settings.ts";
import { runEnvironmentCommand } from "./run-environment-command.ts";

const HELP = `npm run job -- ENV backfill|rebuild [--from DATE] [--after PROJECT/SERVICE]

Works through all services of an environment, in its account, part by part, and says how far it is.

  backfill   asks ModelArts again, for what was missed; --from 2026-11-01, by default a month
  rebuild    derives again from stored events, after rules have changed
  --after    goes on where an interrupted job said it was

Needs nothing but the right to invoke that function, which the role in the output JobRole has. Safe beside live traffic, safe to
repeat.
`;

const JOBS = ["backfill", "rebuild"];

const Report = z.object({
  services: z.number(),
  done: z.number(),
  deployments: z.number(),
  writes: z.number(),
  failures: z.array(z.object({ projectId: z.string(), serviceId: z.string(), problem: z.string() })),
  next: z.string().nullable(),
});

await runEnvironmentCommand({
  name: "job",
  help: HELP,
  options: ["from", "after"],
  takesWords: true,
  run: async ({ environment, words: [job = "", ...more], from, after }, settingsFolder) => {
    if (!JOBS.includes(job) || more.length > 0)
      throw new UsageError(`name one job: ${JOBS.join(", ")}; --help says more`);
    const fromMs = from === undefined ? undefined : Date.parse(from);
    if (Number.isNaN(fromMs)) throw new UsageError(`--from ${from} is not a date`);
    const { account } = await openTarget(environment, readEnvironmentSettings(environment, settingsFolder));
    const functionName = jobFunctionName(environment);

    const total = { done: 0, deployments: 0, writes: 0, failures: 0 };
    let next: string | null = after ?? null;
    do {
      const part = await invoke(account, functionName, { job, fromMs, after: next });
      next = part.next;
      total.done += part.done;
      total.deployments += part.deployments;
      total.writes += part.writes;
      total.failures += part.failures.length;
      for (const { projectId, serviceId, problem } of part.failures)
        process.stderr.write(`${projectId}/${serviceId}: ${problem}\n`);
      const position = next === null ? "" : `, after ${next}`;
      process.stderr.write(`${total.done} of ${part.services} services${position}\n`);
    } while (next !== null);
    process.stdout.write(
      `${total.done} services, ${total.deployments} deployments, ${total.writes} items written, ${total.failures} failures\n`,
    );
    if (total.failures > 0) throw new CommandError(`${total.failures} services could not be worked on`);
  },
});

async function invoke(
  { lambda }: Pick<Account, "lambda">,
  functionName: string,
  request: Readonly<Record<string, unknown>>,
): Promise<z.infer<typeof Report>> {
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(request) }),
  );
  const text = Payload?.transformToString() ?? "";
  if (FunctionError !== undefined) throw new CommandError(`the job failed: ${text}`);
  return Report.parse(JSON.parse(text));
}
