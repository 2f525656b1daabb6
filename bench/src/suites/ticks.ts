import { amount, atMost, type Figure, plain } from "@deploy-lens/core/testing/figure";
import { TICK_BUDGET } from "../budgets.ts";
import { CHANGED, measureTicks, type TickCosts } from "../tick-calls.ts";

const SIZES = [100, 1_000, 10_000] as const;

/** Upstream calls of a tick as services become many, beside asking each of them. */
export async function run(): Promise<readonly Figure[]> {
  const costs: TickCosts[] = [];
  for (const services of SIZES) costs.push(await measureTicks(services));
  const calls = (of: "first" | "idle" | "changed") =>
    costs.map((one) => `${amount(one[of].upstreamCalls)}`).join(", ");
  const largest = costs.at(-1);
  if (largest === undefined) throw new Error("nothing was measured");
  const sizes = SIZES.map(amount).join(", ");
  const polled = `asking each service: ${SIZES.map((services) => amount(services + 1)).join(", ")}`;
  return [
    {
      ...atMost(
        `calls of an idle tick, of ${sizes} services`,
        largest.idle.upstreamCalls,
        TICK_BUDGET.idle,
        amount,
      ),
      measured: calls("idle"),
      beside: polled,
    },
    {
      ...atMost(
        `… of which ${CHANGED} were deployed`,
        largest.changed.upstreamCalls,
        TICK_BUDGET.idle + CHANGED * TICK_BUDGET.perChangedService,
        amount,
      ),
      measured: calls("changed"),
      beside: polled,
    },
    plain("calls of the first tick ever", calls("first"), "pages of 1,000 services"),
  ];
}
