// Stands in for Lambda's runtime: imports a function and, when told, hands it one event after another for some time.
// What the function logs goes nowhere; it is written all the same.
import { readFileSync } from "node:fs";

const [file, eventFile, headersText = "{}"] = process.argv.slice(2);
const request = JSON.parse(readFileSync(eventFile, "utf8"));
const context = {
  getRemainingTimeInMillis: () => 30_000,
  awsRequestId: "bench",
  callbackWaitsForEmptyEventLoop: false,
};
const { handler } = await import(file);

/** The tag of the answer that the caller has. */
let known = null;

process.on("message", async ({ forMs, conditional }) => {
  const headers = { ...request.headers, ...JSON.parse(headersText) };
  if (conditional) headers["if-none-match"] = known;
  // As the runtime gets it: text, to be parsed for each invocation.
  const event = JSON.stringify({ ...request, headers });
  const statuses = {};
  let count = 0;
  const before = process.cpuUsage();
  const endsAt = performance.now() + forMs;
  while (performance.now() < endsAt) {
    for (let i = 0; i < 20; i++) {
      const answer = await handler(JSON.parse(event), context);
      statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1;
      known = answer.headers?.etag ?? known;
      count++;
    }
  }
  const { user, system } = process.cpuUsage(before);
  process.send({ statuses, microsEach: (user + system) / count });
});
process.send("ready");
