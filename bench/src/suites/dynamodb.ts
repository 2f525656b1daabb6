import { TABLE_BUDGET } from "../budgets.ts";
import { amount, atMost, bytes, type Figure, plain } from "../figure.ts";
import type { Consumption } from "../measure/metered-table.ts";
import { measureTable } from "../table-consumption.ts";
import { measureTicks } from "../tick-calls.ts";

/** Requests and request units, beside transactions and beside raw items. */
export async function run(): Promise<readonly Figure[]> {
  const { finished, firstOfDay, followed, unchanged, query, rawBytes } = await measureTable({
    days: 90,
    perDay: 20,
  });
  const { idle } = await measureTicks(1_000);
  const rawUnits = Math.ceil(rawBytes / 4096) / 2;
  const rawPages = Math.ceil(rawBytes / 2 ** 20);
  return [
    {
      ...atMost(
        "writes for a deployment found finished",
        finished.writes,
        TABLE_BUDGET.writesPerDeployment,
        amount,
      ),
      beside: `${units(finished)}; ${amount(firstOfDay.writes)} for the first of a day; in transactions every write unit would count twice`,
    },
    plain(
      `a deployment followed live, in ${amount(followed.looks)} looks of a minute`,
      `${amount(followed.writes)} writes`,
      units(followed),
    ),
    {
      ...atMost(
        "writes of an idle tick, 1,000 services",
        idle.writes,
        TABLE_BUDGET.writesPerIdleTick,
        amount,
      ),
      beside: `${amount(idle.reads)} reads, ${amount(idle.readUnits)} read units`,
    },
    {
      ...atMost("writes of a look at a service with nothing new", unchanged.writes, 0, amount),
      beside: `${amount(unchanged.readUnits)} read units`,
    },
    {
      ...atMost(
        "pages of a query over 90 days of one service",
        query.reads,
        TABLE_BUDGET.pagesPerQuery,
        amount,
      ),
      beside: `${amount(query.deployments)} deployments, ${amount(query.readUnits)} read units; items of single deployments: ${rawPages} pages, ${amount(rawUnits)} units (${bytes(rawBytes)}), to be sorted`,
    },
  ];
}

function units({ readUnits, writeUnits }: Consumption): string {
  return `${amount(writeUnits)} write units, ${amount(readUnits)} read units`;
}
