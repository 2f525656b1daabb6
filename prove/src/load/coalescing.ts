import { atMost, type Figure, never } from "@deploy-lens/bench/frame/figure";
import { type Run, sized } from "@deploy-lens/bench/frame/suite";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import { startApp } from "../stack/running-app.ts";

const SERVICE = `/api/v1/projects/demo/services/${SAMPLE_SERVICE_ID}`;

/** Reads, and the kinds of calls that each needs. */
const READS = [
  { path: `${SERVICE}/events`, what: "a service's events", calls: ["events"] },
  {
    path: `/v1/demo/services/${SAMPLE_SERVICE_ID}/events`,
    what: "the same, wire-compatible",
    calls: ["events"],
  },
  {
    path: `${SERVICE}/deployments/latest`,
    what: "the latest deployment",
    calls: ["events", "service", "update_logs"],
  },
  { path: "/api/v1/projects/demo/services", what: "a project's services", calls: ["services"] },
] as const;

/** A thousand identical reads at once; some callers leave before the answer. */
export async function run(run: Run): Promise<readonly Figure[]> {
  const concurrent = sized(run, 200, 1_000, 1_000);
  const figures: Figure[] = [];
  for (const { path, what, calls } of READS) {
    const { simulator, app, close } = await startApp({
      simulator: { scenario: { services: 0, live: false } },
    });
    // So that all requests are made before the first answer.
    simulator.faults.add({ fault: { kind: "delay", ms: 300 } });
    const impatient = new AbortController();
    // The first caller starts the call and leaves before it is answered.
    const leaving = Array.from({ length: concurrent / 10 }, () =>
      app.request(path, { signal: impatient.signal }),
    );
    const patient = Array.from({ length: concurrent }, () => app.request(path));
    setTimeout(() => impatient.abort(), 100);
    const answers = await Promise.all(patient);
    await Promise.allSettled(leaving);
    const refused = answers.flatMap(({ status }) => (status === 200 ? [] : [`${path}: ${status}`]));
    const most = Math.max(...calls.map((call) => simulator.requests.count(call)));
    await close();
    figures.push(
      atMost(`calls of each kind for ${concurrent} reads at once of ${what}`, most, 1),
      never("… of which fail because others left", refused, concurrent),
    );
  }
  return figures;
}
