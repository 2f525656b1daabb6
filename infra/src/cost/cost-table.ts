import { monthlyCost, type Standing } from "./monthly-cost.ts";

const LOADS = [0, 10, 1_000, 100_000];

/** The table of `docs/cost.md`. */
export function costTable(standing: Standing): string {
  const costs = LOADS.map((load) => monthlyCost(load, standing));
  const items = Object.keys(costs[0] ?? {});
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    row([
      "US dollars a month",
      "idle",
      ...LOADS.slice(1).map((load) => `${load.toLocaleString("en")} a day`),
    ]),
    row(["---", ...LOADS.map(() => "---:")]),
    ...items.map((item) => row([item, ...costs.map((cost) => dollars(cost[item] ?? 0))])),
    row(["**all**", ...costs.map((cost) => `**${dollars(sum(Object.values(cost)))}**`)]),
    row([
      "for a deployment",
      "",
      ...LOADS.slice(1).map((load, at) => dollars(sum(Object.values(costs[at + 1] ?? {})) / (load * 30), 6)),
    ]),
  ].join("\n");
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

function dollars(value: number, digits = 2): string {
  return value.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: digits });
}
