import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttributeValue, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DERIVATION_VERSION } from "@deploy-lens/core/derive/version";
import { utcDay } from "@deploy-lens/core/durations";
import { rollupText } from "@deploy-lens/core/rollup";
import { decodeRollup } from "@deploy-lens/core/rollup/codec";
import { unpack, unpackRollup } from "../day/packed.ts";
import { createStore, type Store } from "../store.ts";
import { type Item, itemBytes } from "../table/attributes.ts";
import { createTable } from "../table/create.ts";
import { connectTo, dynoxideBinary, startDynalite, startDynoxide } from "./engine.ts";
import { eventFacts, wholeDeployment } from "./feed.ts";
import { type Interceptor, intercept } from "./requests.ts";

// Writes the measured part of docs/table-design.md: `node scripts/run.mjs packages/store/src/testing/describe-table.ts`.

const DOCUMENT = join(import.meta.dirname, "../../../../docs/table-design.md");
const TABLE_NAME = "deploy-lens";
const NOON = Date.UTC(2026, 9, 5, 12);
const DAY = 86_400_000;

const binary = dynoxideBinary();
const engine = binary === null ? await startDynalite() : await startDynoxide(binary);
const client = connectTo(engine);
await createTable(client, TABLE_NAME);
const measured = `Measured with ${binary === null ? "dynalite" : "Dynoxide"} on made-up deployments of ten events each, one model.`;
replaceBetween("items", `${measured}\n\n${await describeItems(client)}`);
replaceBetween("costs", `${measured}\n\n${await describeCosts()}`);
client.destroy();
await engine.stop();

async function describeItems(on: DynamoDBClient): Promise<string> {
  const items = new Map<string, Item>();
  const store = createStore({
    client: intercept(on, (request) => {
      if (request.operation === "PutItem") {
        const item = putItem(request.input);
        items.set(`${item.pk?.S} ${item.sk?.S}`, item);
      }
      return request.send();
    }),
    tableName: TABLE_NAME,
  });
  const service = { projectId: "demo", serviceId: "35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e" };
  const state = { name: "ranker", status: "deploying", transitionAtMs: NOON };
  await store.ingest({ ...service, facts: eventFacts(...deployment(0).slice(0, 6)), state });
  await store.foldProjectDays({ projectId: "demo" });
  await store.advanceDiscovery("demo", {
    newestTransitionAtMs: NOON,
    checkedAtMs: NOON + 60_000,
    sweptAtMs: NOON,
    derivedBy: DERIVATION_VERSION,
  });
  return [...items.values()].map(describeItem).join("\n\n");
}

function describeItem(item: Item): string {
  const lines = Object.entries(item).map(
    ([name, value]) => `${name.padEnd(20)} ${describeValue(name, value)}`,
  );
  return ["```", ...lines, "```", "", `${itemBytes(item)} bytes.`].join("\n");
}

function describeValue(name: string, value: AttributeValue): string {
  if (value.S !== undefined) return `S  ${value.S}`;
  if (value.N !== undefined) return `N  ${value.N}`;
  const packed = value.B ?? new Uint8Array();
  if (name === "rollup") {
    const { startsMs, rollup } = unpackRollup(packed);
    return `B  ${packed.length} bytes: ${JSON.stringify(startsMs)}, ${rollupText(rollup)}`;
  }
  if (name === "counted") return `B  ${packed.length} bytes: ${rollupText(decodeRollup(packed))}`;
  const text = JSON.stringify(unpack(packed));
  return `B  ${packed.length} bytes of Brotli: ${text.length > 600 ? `${text.slice(0, 600)}… (${text.length})` : text}`;
}

interface Cost {
  requests: number;
  reads: number;
  table: number;
  indexes: number;
}

async function describeCosts(): Promise<string> {
  const columns = await Promise.all([1, 5, 20, 100].map((perDay) => costsAt(perDay)));
  const names = Object.keys(columns[0]?.costs ?? {});
  const head = ["access", ...columns.map(({ perDay }) => `${perDay} a day`)];
  const rows = names.map((name) => [name, ...columns.map(({ costs }) => costText(costs[name]))]);
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function costText(cost: Cost | undefined): string {
  if (cost === undefined) return "";
  const { requests, reads, table, indexes } = cost;
  const written = table + indexes > 0 ? `, W ${table} + ${indexes}` : "";
  return `${requests}: R ${reads}${written}`;
}

/** Cost of each access for a service with this many deployments a day, over ninety days. */
async function costsAt(perDay: number): Promise<{ perDay: number; costs: Record<string, Cost> }> {
  const projectId = `costs-${perDay}`;
  const serviceId = "35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e";
  const service = { projectId, serviceId };
  const cost: Cost = { requests: 0, reads: 0, table: 0, indexes: 0 };
  const own = connectTo(engine);
  const store = createStore({ client: intercept(own, counting(cost)), tableName: TABLE_NAME });
  const count = perDay * 90;
  const all = Array.from({ length: count }, (_, i) => deployment((i - count + 1) / perDay));
  await store.ingest({ ...service, facts: eventFacts(...all.slice(0, -1).flat()) });

  const costs: Record<string, Cost> = {};
  const measure = async (name: string, access: (on: Store) => Promise<unknown>) => {
    Object.assign(cost, { requests: 0, reads: 0, table: 0, indexes: 0 });
    await access(store);
    costs[name] = { ...cost };
  };
  const last = all.at(-1) ?? [];
  const today = utcDay(NOON);
  const state = { name: "ranker", status: "running", transitionAtMs: null };
  const seen = (events: typeof last) => ({ ...service, facts: eventFacts(...events), state });
  await measure("a deployment begins", (on) => on.ingest(seen(last.slice(0, 4))));
  await measure("it goes on", (on) => on.ingest(seen(last.slice(0, 8))));
  await measure("it finishes", (on) => on.ingest(seen(last)));
  await measure("its day is taken into the project's", (on) =>
    on.foldProjectDays({ projectId, firstDay: today }),
  );
  await measure("poll without news", (on) => on.ingest(seen(last)));
  const { deployments } = await store.listDeployments(service);
  const deploymentId = deployments[0]?.id ?? "";
  await measure("`readHead`: checkpoint, latest deployment", (on) => on.readHead(service));
  await measure("`listDeployments`, 20", (on) => on.listDeployments({ ...service, limit: 20 }));
  await measure("`readDeployment`", (on) => on.readDeployment({ ...service, deploymentId }));
  await measure("`readEvents`, 100", (on) => on.readEvents({ ...service, limit: 100 }));
  await measure("`readRollups`, 90 days of the service", (on) => on.readRollups(service));
  await measure("`readRollups`, 90 days of the project", (on) => on.readRollups({ projectId }));
  const window = { fromMs: NOON - 100 * DAY, toMs: NOON + DAY };
  await store.foldProjectDays({ projectId });
  await measure("`readProjectDays`, 90 days", (on) => on.readProjectDays({ projectId }));
  await measure("`readDurations`, 90 days of the service", (on) =>
    on.readDurations({ ...service, ...window }),
  );
  await measure("`recentDurations`, 100", (on) => on.recentDurations({ ...service, limit: 100 }));
  await measure("`listServices`", (on) => on.listServices({ projectId }));
  await measure("`unsettledServices`", (on) => on.unsettledServices(projectId));
  await measure("`readDiscovery`", (on) => on.readDiscovery(projectId));
  own.destroy();
  return { perDay, costs };
}

function counting(cost: Cost): Interceptor {
  return async ({ operation, input, send }) => {
    const answer = await send({ ...input, ReturnConsumedCapacity: "INDEXES" });
    const units = capacityOf(answer);
    const indexes = Object.values(units.GlobalSecondaryIndexes ?? {}).reduce(
      (sum, one) => sum + one.CapacityUnits,
      0,
    );
    cost.requests += 1;
    if (operation === "PutItem" || operation === "DeleteItem") {
      cost.table += units.Table?.CapacityUnits ?? units.CapacityUnits;
      cost.indexes += indexes;
    } else {
      cost.reads += units.CapacityUnits;
    }
    return answer;
  };
}

interface Capacity {
  readonly CapacityUnits: number;
  readonly Table?: { readonly CapacityUnits: number };
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, { readonly CapacityUnits: number }>>;
}

/** Present, because it was requested; a batch has one per table, and there is one table. */
function capacityOf(answer: Record<string, unknown>): Capacity {
  const given = answer.ConsumedCapacity as Capacity | Capacity[];
  return Array.isArray(given) ? (given[0] ?? { CapacityUnits: 0 }) : given;
}

/** The input of a PutItem contains the item that the store made. */
function putItem(input: Readonly<Record<string, unknown>>): Item {
  return input.Item as Item;
}

function deployment(day: number) {
  const i = Math.round(day * 1_000);
  const varied = (least: number, spread: number, factor: number) => least + (Math.abs(i * factor) % spread);
  return wholeDeployment(NOON + Math.round(day * DAY), `ranker ${varied(1, 3, 1)}.0.0`, [
    varied(3_000, 9_000, 7_919),
    varied(19_000, 5_000, 104_729),
    varied(3, 40, 31),
    varied(1_500, 60_000, 15_485_863),
    varied(8_000, 6_000, 32_452_843),
  ]);
}

/** Replaces the text between the two comments of a name. */
function replaceBetween(name: string, text: string): void {
  const document = readFileSync(DOCUMENT, "utf8");
  const [begin, end] = [`<!-- ${name}: measured -->`, `<!-- ${name}: end -->`];
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from === -1 || to < from) throw new Error(`${DOCUMENT} has no place for ${name}`);
  writeFileSync(DOCUMENT, `${document.slice(0, from + begin.length)}\n${text}\n${document.slice(to)}`);
}
