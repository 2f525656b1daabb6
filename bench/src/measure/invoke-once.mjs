// Stands in for Lambda's runtime: imports a function, waits until told, hands it one event if there is one, and says how long
// each took.
// Plain JavaScript, so that what is measured is the function alone. Speaks through file descriptors 3 (in) and 4 (out).
import { readFileSync, readSync, writeSync } from "node:fs";

const [file, eventFile] = process.argv.slice(2);
const event = eventFile === undefined ? null : readFileSync(eventFile, "utf8");
const context = {
  getRemainingTimeInMillis: () => 30_000,
  awsRequestId: "bench",
  callbackWaitsForEmptyEventLoop: false,
};

const beforeImport = performance.now();
const { handler } = await import(file);
const afterImport = performance.now();

writeSync(4, "ready\n");
readSync(3, Buffer.alloc(1));

const beforeInvoke = performance.now();
const { statusCode } = event === null ? { statusCode: 200 } : await handler(JSON.parse(event), context);
const afterInvoke = performance.now();
const { user, system } = process.cpuUsage();

writeSync(
  4,
  `${JSON.stringify({
    statusCode,
    startMs: beforeImport,
    importMs: afterImport - beforeImport,
    invokeMs: afterInvoke - beforeInvoke,
    cpuMs: (user + system) / 1_000,
  })}\n`,
);
process.exit(0);
