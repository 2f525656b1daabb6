import { expect, test } from "vitest";
import { admissionOf, createAdmission } from "./admission.ts";

const LIMITS = { running: 3, runningPerCaller: 2, waitingPerCaller: 2 };
const stays = new AbortController().signal;

function works() {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const admit = createAdmission(LIMITS);
  const ask = (caller: string, name: string, signal: AbortSignal = stays) =>
    admit(caller, signal, () => {
      started.push(name);
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
    });
  return { started, ask, end: (name: string) => ends.get(name)?.() };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test("a caller has two at work and two that wait; the next is refused at once", async () => {
  const { started, ask, end } = works();
  const first = ["a1", "a2", "a3", "a4"].map((name) => ask("a", name));
  await settled();
  expect(started).toEqual(["a1", "a2"]);
  await expect(ask("a", "a5")).rejects.toMatchObject({ problem: "too-many-requests", retryAfterMs: 1_000 });
  end("a2");
  await settled();
  expect(started).toEqual(["a1", "a2", "a3"]);
  for (const name of ["a1", "a3"]) end(name);
  await settled();
  end("a4");
  expect(await Promise.all(first)).toEqual(["a1", "a2", "a3", "a4"]);
});

test("one caller's queue holds up no other", async () => {
  const { started, ask, end } = works();
  for (const name of ["a1", "a2", "a3", "a4"]) void ask("a", name);
  void ask("b", "b1");
  void ask("b", "b2");
  await settled();
  expect(started).toEqual(["a1", "a2", "b1"]);
  end("b1");
  await settled();
  // a3 waited longer, but its caller already has two running.
  expect(started).toEqual(["a1", "a2", "b1", "b2"]);
});

test("who leaves while waiting gives the place up, and work that fails gives its room back", async () => {
  const admit = createAdmission({ running: 1, runningPerCaller: 1, waitingPerCaller: 1 });
  const failing = admit("a", stays, () => Promise.reject(new Error("no")));
  const leaving = new AbortController();
  const left = admit("a", leaving.signal, async () => "never");
  leaving.abort(new Error("left"));
  await expect(left).rejects.toThrow("left");
  await expect(failing).rejects.toThrow("no");
  expect(await admit("a", stays, async () => "again")).toBe("again");
});

test("who has left already is let in to nothing, and takes no room", async () => {
  const { started, ask } = works();
  await expect(ask("a", "a1", AbortSignal.abort(new Error("left")))).rejects.toThrow("left");
  for (const name of ["a2", "a3"]) void ask("a", name);
  await settled();
  expect(started).toEqual(["a2", "a3"]);
});

test("all routes of an app share its limit; another app has its own", async () => {
  const limits = { running: 1, runningPerCaller: 1, waitingPerCaller: 0 };
  const [app, other] = [{ admission: limits }, { admission: limits }];
  void admissionOf(app)("a", stays, () => new Promise(() => undefined));
  await expect(admissionOf(app)("b", stays, async () => "b")).rejects.toThrow("Too many statistics");
  expect(await admissionOf(other)("b", stays, async () => "b")).toBe("b");
});
