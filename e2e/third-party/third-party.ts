// `npm run test:third-party`: programs that somebody else wrote use the local stack.
import { type Results, recordResults } from "../../scripts/results.ts";
import { historyRead, startStack } from "../dashboard/stack.ts";
import { useGeneratedClient } from "./generated-client.ts";
import { listByOtcextensions } from "./otcextensions.ts";
import { decodeTraces } from "./otlp-decoder.ts";

const stack = await startStack({});
const results: Results[] = [];
try {
  results.push(await attempt("otcextensions", () => listByOtcextensions(stack.url)));
  await historyRead(stack.url, 10);
  results.push(await attempt("OTLP decoder", () => decodeTraces(stack.url)));
  results.push(await attempt("generated client", () => useGeneratedClient(stack.url)));
} finally {
  await stack.close();
}
const failures = results.flatMap((result) => result.failures);
const passed = results.reduce((sum, result) => sum + result.passed, 0);
for (const failure of failures) console.log(`✗ ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
recordResults({ passed, failures });
process.exitCode = failures.length === 0 ? 0 : 1;

/** One tool that cannot run is one failure, and costs the others nothing. */
async function attempt(name: string, use: () => Promise<Results>): Promise<Results> {
  try {
    return await use();
  } catch (error) {
    return { passed: 0, failures: [`${name}: ${error instanceof Error ? error.message : String(error)}`] };
  }
}
