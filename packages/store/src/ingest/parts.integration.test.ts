import { describe, expect, test } from "vitest";
import { newDayPart } from "../day/part.ts";
import { assertSettled, type ServiceDay } from "../day/read.ts";
import { StaleReadError } from "../table/retry.ts";
import { expectSettled } from "../testing/expected.ts";
import { deriveBy, derivingOnly, event, eventFacts, wholeDeployment } from "../testing/feed.ts";
import type { Interceptor } from "../testing/requests.ts";
import { tableOfTests } from "../testing/table-of-tests.ts";

// Days of many parts, and what happens when somebody else writes between a read and a write.

const DAY_MS = 86_400_000;
const NOON = Date.UTC(2026, 9, 6, 12);
const retry = { maxAttempts: 4, baseDelayMs: 1, maxDelayMs: 1 };

const { open, newService } = tableOfTests("deploy-lens-parts", { retry });

const keyOf = (item: unknown) => (item as Record<string, { readonly S?: string }> | undefined)?.sk?.S ?? "";

/** Does something once, at the first request that fits: before it is sent, or after. */
function once(
  fits: (request: Parameters<Interceptor>[0]) => boolean,
  act: () => Promise<unknown>,
  when: "before" | "after",
): Interceptor {
  let isDone = false;
  return async (request) => {
    const isNow = !isDone && fits(request);
    if (isNow) isDone = true;
    if (isNow && when === "before") await act();
    const answer = await request.send();
    if (isNow && when === "after") await act();
    return answer;
  };
}

test("a day of many parts is one day to readers and writers, backwards and in pages of one", async () => {
  const service = newService();
  const parts = new Set<string>();
  const pages: Interceptor = ({ operation, input, send }) => {
    if (operation === "PutItem" && keyOf(input.Item).startsWith("day#")) parts.add(keyOf(input.Item));
    return operation === "Query" ? send({ ...input, Limit: 1 }) : send();
  };
  const store = open(pages, { maxPartBytes: 900 });
  const facts = [0, 1, 2, 3, 25, 26].map((hours) =>
    eventFacts(...wholeDeployment(NOON - DAY_MS + hours * 3_600_000)),
  );
  for (const some of facts) await store.ingest({ ...service, facts: some });
  expect(parts.size).toBeGreaterThan(3);
  const late = eventFacts(event(NOON - DAY_MS + 3_600_000 + 40_000, "[resnet 1.0.0] pulling model image"));
  await store.ingest({ ...service, facts: late });
  await expectSettled(store, service, [...facts, late], deriveBy("a-service"));
  const { differences } = await store.rederive({ ...service, daysAtOnce: 1 });
  expect(differences).toBe(0);
});

test("a day may end in a part that is open; one after an open part means that the day grew meanwhile", () => {
  const part = (number: number, sealed: boolean) => ({ ...newDayPart("2026-10-06", number), sealed });
  const day = (...sealed: boolean[]): ServiceDay => ({
    day: "2026-10-06",
    parts: sealed.map((is, i) => part(i, is)),
  });
  for (const settled of [day(), day(false), day(true), day(true, true, false)])
    expect(() => assertSettled(settled)).not.toThrow();
  for (const torn of [day(false, false), day(true, false, true)])
    expect(() => assertSettled(torn)).toThrow(StaleReadError);
});

describe("other concurrent writers", () => {
  const first = eventFacts(...wholeDeployment(NOON));
  const theirs = eventFacts(...wholeDeployment(NOON + 3_600_000));
  const ours = eventFacts(...wholeDeployment(NOON + 7_200_000));

  const isPut = (key: string): Parameters<typeof once>[0] => {
    return ({ operation, input }) => operation === "PutItem" && keyOf(input.Item).startsWith(key);
  };

  test("to the same day: nothing of either is lost, and the loser reads again", async () => {
    const service = newService();
    await open().ingest({ ...service, facts: first });
    const other = once(isPut("day#"), () => open().ingest({ ...service, facts: theirs }), "before");
    const { writes, added, changed, removed } = await open(other).ingest({ ...service, facts: ours });
    expect([writes, added.length, changed.length, removed.length]).toEqual([2, 1, 0, 0]);
    await expectSettled(open(), service, [first, theirs, ours], deriveBy("a-service"));
  });

  test("to the same day, and dies before the head: nothing of either is lost", async () => {
    const service = newService();
    await open().ingest({ ...service, facts: first });
    const dying = open(once(isPut("service#"), () => Promise.reject(new Error("killed")), "before"));
    const dies = () => expect(dying.ingest({ ...service, facts: theirs })).rejects.toThrow("killed");
    await open(once(isPut("day#"), dies, "before")).ingest({ ...service, facts: ours });
    await expectSettled(open(), service, [first, theirs, ours], deriveBy("a-service"));
  });

  test.each(["before", "after"] as const)(
    "and takes out the deployment to begin with %s it is looked up",
    async (when) => {
      const service = newService();
      await open().ingest({ ...service, facts: first });
      await open().ingest({ ...service, facts: theirs });
      const isLookUp: Parameters<typeof once>[0] = ({ operation, input }) =>
        operation === "Query" && input.ScanIndexForward === false;
      const derive = derivingOnly(() => false);
      const head = await open().readHead(service);
      const other = once(isLookUp, () => open().rederive({ ...service, derive }), when);
      // As if the head did not know when the deployments before began.
      await open(other).ingest({ ...service, facts: ours, head: { ...head, recentStartsMs: [] } });
      await open().rederive(service);
      await expectSettled(open(), service, [first, theirs, ours], deriveBy("a-service"));
    },
  );
});

describe("a deployment over midnight", () => {
  const midnight = NOON + DAY_MS / 2;
  const [begin = event(0, ""), ...rest] = wholeDeployment(midnight - 1_000);

  test("is stored no earlier than what it was derived from: the newest day first, the head last", async () => {
    const puts: string[] = [];
    const watch: Interceptor = ({ operation, input, send }) => {
      if (operation === "PutItem") puts.push(keyOf(input.Item));
      return send();
    };
    await open(watch).ingest({ ...newService(), facts: eventFacts(begin, ...rest) });
    // A part that counts something is marked for the project's day before it is stored.
    const mark = "2026-10-06#a-service#0000";
    expect(puts).toEqual(["day#2026-10-07#0000", mark, "day#2026-10-06#0000", "service#a-service"]);
  });

  test.each([
    ["before", "a deployment that began just after", -30_000, 10_000, ["06", "07"]],
    ["before", "one that began a minute later", -50_000, 10_000, ["06", "07"]],
    ["after", "one that began more than a minute later", -50_001, 10_000, ["07", "06"]],
    ["after", "one that had begun before it", -10_000, -30_000, ["07", "06"]],
  ])("an update noted just before midnight is stored %s %s", async (_, __, notedMs, startMs, days) => {
    const puts: string[] = [];
    const watch: Interceptor = ({ operation, input, send }) => {
      const key = keyOf(input.Item);
      if (operation === "PutItem" && key.startsWith("day#")) puts.push(key.slice(12, 14));
      return send();
    };
    const updates = [{ updatedAtMs: midnight + notedMs, result: "success" as const, models: [] }];
    const events = [
      event(midnight + startMs, "The service is being updated."),
      event(midnight + 40_000, "preparing environment"),
    ];
    await open(watch).ingest({ ...newService(), facts: { ...eventFacts(...events), updates } });
    expect(puts).toEqual(days);
  });

  test("that a crash left open is closed by the next ingest, though it brings nothing new", async () => {
    const service = newService();
    await open().ingest({ ...service, facts: eventFacts(begin) });
    let puts = 0;
    const dying = open(async ({ operation, send }) => {
      if (operation === "PutItem" && ++puts > 1) throw new Error("killed");
      return send();
    });
    await expect(dying.ingest({ ...service, facts: eventFacts(...rest) })).rejects.toThrow("killed");
    expect((await open().readHead(service)).latest?.outcome).toBeNull();
    await open().ingest(service);
    const { deployments } = await open().listDeployments(service);
    expect(deployments.map(({ outcome }) => outcome)).toEqual(["success"]);
  });
});

test("what is known already is derived again and writes nothing, with events or before there are any", async () => {
  const service = newService();
  const facts = eventFacts(...wholeDeployment(NOON));
  await open().ingest({ ...service, facts });
  const again = await open().ingest({ ...service, facts });
  expect(again).toMatchObject({ writes: 0, added: [], changed: [], removed: [], news: [] });
  // Somebody died before storing what was derived: the next ingest completes it, though it brings nothing new.
  await open().rederive({ ...service, derive: derivingOnly(() => false) });
  await open().ingest({ ...service, facts });
  await expectSettled(open(), service, [facts], deriveBy("a-service"));
  const prelude = newService();
  const unknown = eventFacts(event(NOON, "something that nobody has ever said"));
  await open().ingest({ ...prelude, facts: unknown });
  expect((await open().ingest({ ...prelude, facts: unknown })).writes).toBe(0);
  for (const one of [service, prelude, newService()]) expect((await open().ingest(one)).writes).toBe(0);
  await expectSettled(open(), prelude, [unknown], deriveBy("a-service"));
});

test("late events reach no further than the next deployment that comes out as it is stored", async () => {
  const service = newService();
  const update = event(NOON + 2 * DAY_MS, "The service is being updated.");
  const facts = eventFacts(...wholeDeployment(NOON), ...wholeDeployment(NOON + DAY_MS), update);
  await open().ingest({ ...service, facts });
  const late = eventFacts(...[10, 11].map((ms) => event(NOON + ms, "something that nobody has ever said")));
  const derive = derivingOnly(({ kind }) => kind !== "update");
  const { changed, removed } = await open().ingest({ ...service, facts: late, derive });
  expect([changed.length, removed.length]).toEqual([1, 0]);
});
