import { createRandom } from "../random/index.ts";
import type { Fault, FaultRule } from "./fault.ts";
import type { RouteName } from "./request-log.ts";
import { describeFaultProblem } from "./rule.ts";

/** A rule that is in force. */
export interface ActiveFault extends FaultRule {
  readonly id: string;
  /** Number of requests affected. */
  readonly struck: number;
}

/** Switches faults on and off. */
export interface FaultControls {
  /**
   * Appends a rule.
   *
   * @returns its id
   * @throws RangeError naming an invalid field
   *
   * @example simulator.faults.add({ fault: { kind: "throttle", retryAfter: 1 }, routes: ["events"], times: 2 });
   */
  add(rule: FaultRule): string;
  /** @returns whether the rule was in force */
  remove(id: string): boolean;
  clear(): void;
  list(): readonly ActiveFault[];
}

/** The faults of one request: the sum of the delays, and at most one other fault. */
export interface Strike {
  readonly delayMs: number;
  readonly fault: Exclude<Fault, { kind: "delay" }> | null;
  readonly kinds: readonly Fault["kind"][];
}

/** The server's side of the controls. */
export interface FaultEngine extends FaultControls {
  strike(route: RouteName, serviceId: string | null): Strike;
}

/** Makes an engine without rules. */
export function createFaultEngine(seed: string): FaultEngine {
  const random = createRandom(`${seed}/faults`);
  const rules = new Map<string, { rule: FaultRule; seen: number; struck: number }>();
  let added = 0;

  function strikes(id: string, route: RouteName, serviceId: string | null): Fault | null {
    const active = rules.get(id);
    if (active === undefined) return null;
    const { rule } = active;
    const { routes, probability = 1, skip = 0, times = Number.POSITIVE_INFINITY } = rule;
    if (routes !== undefined && !routes.includes(route)) return null;
    if (rule.serviceId !== undefined && rule.serviceId !== serviceId) return null;
    active.seen += 1;
    if (active.seen <= skip || !random.chance(probability)) return null;
    active.struck += 1;
    if (active.struck >= times) rules.delete(id);
    return rule.fault;
  }

  return {
    add(rule) {
      const problem = describeFaultProblem(rule);
      if (problem !== null) throw new RangeError(problem);
      added += 1;
      const id = `fault-${added}`;
      if (rule.times !== 0) rules.set(id, { rule, seen: 0, struck: 0 });
      return id;
    },
    remove: (id) => rules.delete(id),
    clear: () => rules.clear(),
    list: () => [...rules].map(([id, { rule, struck }]) => ({ ...rule, id, struck })),
    strike(route, serviceId) {
      let delayMs = 0;
      let other: Strike["fault"] = null;
      const kinds: Fault["kind"][] = [];
      for (const [id, { rule }] of [...rules]) {
        if (other !== null && rule.fault.kind !== "delay") continue;
        const fault = strikes(id, route, serviceId);
        if (fault === null) continue;
        kinds.push(fault.kind);
        if (fault.kind === "delay") delayMs += fault.ms;
        else other = fault;
      }
      return { delayMs, fault: other, kinds };
    },
  };
}
