// Stands in for Lambda's runtime: imports a function and, on request, sends it one event after another for some time.
// What the function logs goes nowhere; it is written all the same.
import { readFileSync } from "node:fs";

const [file, eventFiles] = process.argv.slice(2);
const requests = Object.fromEntries(
  Object.entries(JSON.parse(eventFiles)).map(([name, path]) => [
    name,
    JSON.parse(readFileSync(path, "utf8")),
  ]),
);
const context = {
  getRemainingTimeInMillis: () => 30_000,
  awsRequestId: "bench",
  callbackWaitsForEmptyEventLoop: false,
};
const { handler } = await import(file);

/** The tag of the answer that the caller has, for each request. */
const known = {};

process.on("message", async ({ forMs, which, conditional, varied }) => {
  const request = requests[which];
  const headers = { ...request.headers };
  if (conditional) headers["if-none-match"] = known[which];
  // As the runtime gets it: text, to be parsed for each invocation.
  const event = JSON.stringify({ ...request, headers });
  // Two alternating pages, so that the last rendered page is of no use to the next request.
  const other = varied
    ? event.replaceAll("limit=1000", "limit=900").replaceAll('"limit":"1000"', '"limit":"900"')
    : event;
  const statuses = {};
  let count = 0;
  // Measured in processor time, so that a busy machine compiles and measures as much as an idle one.
  const before = process.cpuUsage();
  let micros = 0;
  while (micros < forMs * 1_000) {
    for (let i = 0; i < 24; i++) {
      const answer = await handler(JSON.parse(i % 2 === 0 ? event : other), context);
      statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1;
      known[which] = answer.headers?.etag ?? known[which];
      count++;
    }
    const { user, system } = process.cpuUsage(before);
    micros = user + system;
  }
  process.send({ statuses, microsEach: micros / count });
});
process.send("ready");
