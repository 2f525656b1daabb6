import { describe, expect, test } from "vitest";
import { createFaultEngine } from "./index.ts";
import { parseFaultRule } from "./rule.ts";

const THROTTLE = { kind: "throttle" } as const;

describe("which requests a rule strikes", () => {
  test("those of its routes and service", () => {
    const engine = createFaultEngine("seed");
    engine.add({ fault: THROTTLE, routes: ["events"], serviceId: "one" });
    expect(engine.strike("events", "one").fault).toEqual(THROTTLE);
    expect(engine.strike("events", "two").fault).toBeNull();
    expect(engine.strike("service", "one").fault).toBeNull();
  });

  test("the next few, after letting some pass", () => {
    const engine = createFaultEngine("seed");
    engine.add({ fault: THROTTLE, skip: 1, times: 2 });
    const struck = Array.from({ length: 5 }, () => engine.strike("events", null).fault !== null);
    expect(struck).toEqual([false, true, true, false, false]);
    expect(engine.list()).toEqual([]);
  });

  test("a share of them, the same ones for the same seed", () => {
    const run = (seed: string) => {
      const engine = createFaultEngine(seed);
      engine.add({ fault: THROTTLE, probability: 0.3 });
      return Array.from({ length: 1_000 }, () => engine.strike("events", null).fault !== null);
    };
    const share = run("a").filter(Boolean).length / 1_000;
    expect(Math.abs(share - 0.3)).toBeLessThan(0.05);
    expect(run("a")).toEqual(run("a"));
    expect(run("a")).not.toEqual(run("b"));
  });

  test("delays add up and go with one other fault, the first in force", () => {
    const engine = createFaultEngine("seed");
    engine.add({ fault: { kind: "delay", ms: 20 } });
    const first = engine.add({ fault: THROTTLE });
    engine.add({ fault: { kind: "truncate" }, times: 1 });
    engine.add({ fault: { kind: "delay", ms: 5 } });
    expect(engine.strike("events", null)).toEqual({
      delayMs: 25,
      fault: THROTTLE,
      kinds: ["delay", "throttle", "delay"],
    });
    expect(engine.remove(first)).toBe(true);
    expect(engine.remove(first)).toBe(false);
    // It was not used up while another fault stood before it.
    expect(engine.strike("events", null).fault).toEqual({ kind: "truncate" });
    engine.clear();
    expect(engine.strike("events", null)).toEqual({ delayMs: 0, fault: null, kinds: [] });
  });
});

describe("rules from the network", () => {
  test.each([
    [null, "a fault rule is an object with `fault`"],
    [{}, "`fault` is an object with `kind`"],
    [{ fault: { kind: "toString" } }, /^`fault.kind` is one of throttle, /],
    [{ fault: { kind: "delay" } }, "`fault.ms` must be an integer from 0"],
    [{ fault: { kind: "server_error", status: 418 } }, "`fault.status` must be 500, 502, 503 or 504"],
    [{ fault: { kind: "throttle", retryAfter: "1\r\nX: y" } }, /^`fault.retryAfter` must be a number, or/],
    [{ fault: { kind: "redirect", location: "\n" } }, /^`fault.location` must be a text that a header/],
    [{ fault: { kind: "throttle", after: 1 } }, "`fault.after` is no field here"],
    [{ fault: { kind: "throttle" }, routes: ["login"] }, /^`routes` must be a list of events, /],
    [{ fault: { kind: "throttle" }, probability: 2 }, "`probability` must be a number from 0 to 1"],
    [{ fault: { kind: "throttle" }, time: 2 }, "`time` is no field here"],
  ])("%j is refused by name", (rule, problem) => {
    const answer = parseFaultRule(rule);
    if (typeof problem === "string") expect(answer).toBe(problem);
    else expect(answer).toMatch(problem);
  });

  test("a good one is taken as it is, and a bad one throws where it is added by hand", () => {
    const rule = { fault: { kind: "slow_bytes", bytesPerSecond: 10 }, routes: ["events"], times: 1 };
    expect(parseFaultRule(rule)).toEqual(rule);
    const engine = createFaultEngine("seed");
    expect(() => engine.add({ fault: { kind: "delay", ms: -1 } })).toThrow("`fault.ms`");
  });
});
