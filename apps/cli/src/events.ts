import type { Event } from "@deploy-lens/api/events/events";
import { SEVERITIES } from "@deploy-lens/api/events/events-query";
import { eachEvent } from "@deploy-lens/client/routes/pages";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import { SIGNALS } from "@deploy-lens/core/vocabulary/signal";
import { COMMON_HELP } from "./command-line.ts";
import { CONNECTION_HELP, connectToApi, findService } from "./connection.ts";
import { eventLine } from "./event-line.ts";
import { type EventsArguments, eventsArguments } from "./events-arguments.ts";
import { followEvents } from "./follow-events.ts";
import { paletteFor } from "./palette.ts";
import { runApiCommand } from "./run-command.ts";

const HELP = `Lists what the platform said of a service, and what each line means.

  npm run events -- SERVICE [options]  SERVICE: a service's id, or its name

  --from TIME        only events at TIME or later: ISO 8601 with Z or an offset, a UTC date, or epoch ms
  --to TIME          only events before TIME
  --type WORDS       ${SEVERITIES.join(", ")}; several with commas
  --phase WORDS      ${PHASES.join(", ")}
  --signal WORDS     ${SIGNALS.join(", ")}
  --model MODEL      "name version", or a name
  --order asc|desc   default desc: the newest first
  --limit N          at most N events; default 50
  --all              all of them
  --follow           the last N, oldest first, then new ones as they come, until Ctrl-C
  --json             print {"events": […]} as the API answers them; with --follow one event a line
${CONNECTION_HELP}${COMMON_HELP}`;

await runApiCommand("events", async () => {
  const options = eventsArguments(process.argv.slice(2), { env: process.env, terminal: process.stdout });
  if (options.service === null) {
    process.stdout.write(HELP);
    return;
  }
  const connection = connectToApi(options, process.env, options.language);
  const serviceId = await findService(connection, options.service);
  const request = { projectId: connection.projectId, serviceId, ...options.filters };
  if (options.follow) {
    await followEvents(connection.client, request, options.limit, printer(options));
    return;
  }
  const events: Event[] = [];
  const pageSize = Math.min(options.limit, 1_000);
  for await (const event of eachEvent(connection.client, {
    ...request,
    order: options.order,
    limit: pageSize,
  })) {
    events.push(event);
    if (events.length >= options.limit) break;
  }
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ events }, null, 2)}\n`);
    return;
  }
  const print = printer(options);
  for (const event of events) print(event);
  if (events.length === 0) process.stderr.write("No events match.\n");
});

function printer(options: EventsArguments): (event: Event) => void {
  const palette = paletteFor(process.stdout);
  return (event) => {
    const line = options.json
      ? JSON.stringify(event)
      : eventLine(event, { ...options, columns: options.lineColumns, palette });
    process.stdout.write(`${line}\n`);
  };
}
