// Stands in for Lambda's runtime: imports a function and, when told, hands it one event after another for some time.
// What the function logs goes nowhere; it is written all the same.
import { readFileSync } from "node:fs";

const [file, ...eventFiles] = process.argv.slice(2);
const requests = eventFiles.map((eventFile) => JSON.parse(readFileSync(eventFile, "utf8")));
const context = {
  getRemainingTimeInMillis: () => 30_000,
  awsRequestId: "bench",
  callbackWaitsForEmptyEventLoop: false,
};
const { handler } = await import(file);

/** The tag of the answer that the caller has, for each request. */
const known = [];

process.on("message", async ({ forMs, which, conditional }) => {
  const request = requests[which];
  const headers = { ...request.headers };
  if (conditional) headers["if-none-match"] = known[which];
  // As the runtime gets it: text, to be parsed for each invocation.
  const event = JSON.stringify({ ...request, headers });
  const statuses = {};
  let count = 0;
  const before = process.cpuUsage();
  const endsAt = performance.now() + forMs;
  while (performance.now() < endsAt) {
    for (let i = 0; i < 10; i++) {
      const answer = await handler(JSON.parse(event), context);
      statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1;
      known[which] = answer.headers?.etag ?? known[which];
      count++;
    }
  }
  const { user, system } = process.cpuUsage(before);
  process.send({ statuses, microsEach: (user + system) / count });
});
process.send("ready");
