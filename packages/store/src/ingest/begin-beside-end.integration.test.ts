import { expect, test } from "vitest";
import type { Store } from "../store.ts";
import { expectFounded, expectSettled } from "../testing/expected.ts";
import { InjectedFault } from "../testing/faults.ts";
import { deriveBy, event, eventFacts } from "../testing/feed.ts";
import type { Interceptor } from "../testing/requests.ts";
import { tableOfTests } from "../testing/table-of-tests.ts";
import { dyingAt } from "../testing/workers.ts";

// A deployment that begins in the millisecond in which something ends depends on whether the one before it was open then: the
// one exception to "a deployment depends on nothing before its own start" (docs/table-design.md).

const MIDNIGHT = Date.UTC(2026, 9, 6);
const DAY_MS = 86_400_000;
const serviceId = "a-service";
const derive = deriveBy(serviceId);

const { open, newService } = tableOfTests("deploy-lens-begin-beside-end", {
  retry: { maxAttempts: 5, baseDelayMs: 1, maxDelayMs: 1 },
});

const outcomes = async (store: Store, service: { projectId: string; serviceId: string }) =>
  (await store.listDeployments(service)).deployments.map(({ outcome }) => outcome).reverse();

const deploy = event(MIDNIGHT - 600_000, "start to deploy service");
const ends = event(MIDNIGHT - 300_000, "Service svc started.");
/** The day after: the failure ends the deploy where that is open, else the update. */
const tie = [
  event(MIDNIGHT + 600_000, "The service is being updated."),
  event(MIDNIGHT + 600_000, "Failed to update the service. The update has been rolled back."),
];
const pulls = event(MIDNIGHT + 700_000, "[a 1.0.0] pulling model image");

test("an end that comes late changes the deployment that began beside an end after it", async () => {
  const service = newService();
  const store = open();
  await store.ingest({ ...service, facts: eventFacts(deploy, ...tie) });
  expect(await outcomes(store, service)).toEqual(["failure", null]);
  const { changed } = await store.ingest({ ...service, facts: eventFacts(ends) });
  expect(changed.map(({ deployment }) => deployment.outcome)).toEqual(["success", "failure"]);
  await expectSettled(store, service, [eventFacts(deploy, ...tie, ends)], derive);
});

test("what comes to a deployment that began beside an end does not forget what was open before", async () => {
  const service = newService();
  const store = open();
  await store.ingest({ ...service, facts: eventFacts(deploy, ...tie) });
  await store.ingest({ ...service, facts: eventFacts(pulls) });
  await expectSettled(store, service, [eventFacts(deploy, ...tie, pulls)], derive);
  expect(await outcomes(store, service)).toEqual(["failure", null]);
});

test("a service's first deployment may begin beside an end", async () => {
  const service = newService();
  const store = open();
  await store.ingest({ ...service, facts: eventFacts(...tie) });
  await store.ingest({ ...service, facts: eventFacts(pulls) });
  expect(await outcomes(store, service)).toEqual(["failure"]);
  await store.ingest({ ...service, facts: eventFacts(deploy) });
  await expectSettled(store, service, [eventFacts(deploy, ...tie, pulls)], derive);
});

test("a rebuild, day by day, begins no part with a deployment that began beside an end", async () => {
  const service = newService();
  const store = open();
  const later = [1, 2, 3].flatMap((day) =>
    tie.map((one) => ({ ...one, occurredAtMs: one.occurredAtMs + day * DAY_MS })),
  );
  const facts = eventFacts(deploy, ...tie, ...later);
  await store.ingest({ ...service, facts });
  const { differences, writes } = await store.rederive({ ...service, daysAtOnce: 1 });
  expect({ differences, writes }).toEqual({ differences: 0, writes: 0 });
  await expectSettled(store, service, [facts], derive);
});

test("a rebuild goes on from before where it was when something has ended there since", async () => {
  const service = newService();
  const [begin = deploy, end = deploy] = tie;
  await open().ingest({ ...service, facts: eventFacts(deploy, begin) });
  let parts = 0;
  let isLate = true;
  const meanwhile: Interceptor = async ({ operation, send }) => {
    if (operation === "Query" && parts === 1 && isLate) {
      isLate = false;
      await open().ingest({ ...service, facts: eventFacts(end) });
    }
    return send();
  };
  const onProgress = () => (parts += 1);
  await open(meanwhile).rederive({ ...service, daysAtOnce: 1, onProgress });
  expect(isLate).toBe(false);
  await expectSettled(open(), service, [eventFacts(deploy, ...tie)], derive);
});

test("a crash leaves no deployment that depends on facts of the day before which are not stored", async () => {
  for (const write of [1, 2, 3]) {
    const service = newService();
    await open().ingest({ ...service, facts: eventFacts(deploy, ...tie) });
    const late = { ...service, facts: eventFacts(ends) };
    await expect(open(dyingAt(write, "after").interceptor).ingest(late)).rejects.toThrow(InjectedFault);
    await expectFounded(open(), service);
    await open().ingest(late);
    await expectSettled(open(), service, [eventFacts(deploy, ...tie, ends)], derive);
  }
});

test("who read the day before an end came to it, and the next day after, brings nothing back", async () => {
  const service = newService();
  await open().ingest({ ...service, facts: eventFacts(deploy, ...tie) });
  let isRead = false;
  const overtaken: Interceptor = async ({ operation, input, send }) => {
    if (operation !== "Query" || input.ConsistentRead !== true) return send();
    const answer = await send({ ...input, Limit: 1 });
    if (!isRead && JSON.stringify(answer.Items).includes("day#2026-10-05")) {
      isRead = true;
      await open().ingest({ ...service, facts: eventFacts(ends) });
    }
    return answer;
  };
  const dying = dyingAt(1, "after").interceptor;
  await expect(open([dying, overtaken]).ingest({ ...service, facts: eventFacts(pulls) })).rejects.toThrow(
    InjectedFault,
  );
  expect(isRead).toBe(true);
  expect(await outcomes(open(), service)).toEqual(["success", "failure"]);
});
