import { amount, atMost, bytes, type Figure, plain } from "@deploy-lens/core/testing/figure";
import { TABLE_BUDGET } from "../budgets.ts";
import { type ItemsConsumption, measureItems } from "../measure/deployment-items.ts";
import type { Consumption } from "../measure/metered-table.ts";
import { measureTable } from "../table-consumption.ts";
import { measureTicks } from "../tick-calls.ts";

/** Requests and request units, beside transactions and beside raw items. */
export async function run(): Promise<readonly Figure[]> {
  const { finished, firstOfDay, followed, unchanged, query, deployments } = await measureTable({
    days: 90,
    perDay: 20,
  });
  const items = await measureItems(deployments);
  const { idle } = await measureTicks(1_000);
  return [
    {
      ...atMost(
        "writes for a deployment found finished",
        finished.writes,
        TABLE_BUDGET.writesPerDeployment,
        amount,
      ),
      beside: `${units(finished)}; ${amount(firstOfDay.writes)} for the first of a day; ${transactionsIn(items)}`,
    },
    plain(
      `a deployment followed live, in ${amount(followed.syncs)} syncs, one a minute`,
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
      ...atMost("writes of a sync of a service with nothing new", unchanged.writes, 0, amount),
      beside: `${amount(unchanged.readUnits)} read units`,
    },
    {
      ...atMost(
        "pages of a query over 90 days of one service",
        query.reads,
        TABLE_BUDGET.pagesPerQuery,
        amount,
      ),
      beside: `${amount(deployments.length)} deployments, ${amount(query.readUnits)} read units; ${rawIn(items)}`,
    },
  ];
}

function units({ readUnits, writeUnits }: Consumption): string {
  return `${amount(writeUnits)} write units, ${amount(readUnits)} read units`;
}

const NO_ENGINE = "here there is no engine with transactions to compare with";

function transactionsIn(items: ItemsConsumption | null): string {
  if (items === null) return NO_ENGINE;
  return `a transaction of its item and two counters ${amount(items.writeUnits)} write units, without events and percentiles`;
}

function rawIn(items: ItemsConsumption | null): string {
  if (items === null) return NO_ENGINE;
  return `items of single deployments, to be sorted: ${amount(items.pages)} pages, ${amount(items.readUnits)} read units, ${bytes(items.bytes)}`;
}
