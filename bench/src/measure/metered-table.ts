import { createStore, type Store } from "@deploy-lens/store/store";
import { createTable } from "@deploy-lens/store/table/create";
import { TABLE } from "@deploy-lens/store/table/schema";
import { connectTo, startDynalite } from "@deploy-lens/store/testing/engine";
import { intercept, type Request } from "@deploy-lens/store/testing/requests";

/** Requests and their units. */
export interface Consumption {
  readonly reads: number;
  readonly readUnits: number;
  readonly writes: number;
  /** Of the table and its indexes. */
  readonly writeUnits: number;
}

/** An embedded DynamoDB, a store on it, and a meter between the two. */
export interface MeteredTable extends AsyncDisposable {
  readonly store: Store;
  /** Measures a piece of work. */
  readonly meter: (work: () => Promise<unknown>) => Promise<Consumption>;
}

type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string; readonly B?: Uint8Array }>>;

const TABLE_NAME = "bench";

/**
 * Starts all of it. Units of the table are what the engine says (`ReturnConsumedCapacity`); those of its indexes, which the
 * engine leaves out, follow from the items: a write for each index in which the item's projection changes, by its size.
 */
export async function startMeteredTable(): Promise<MeteredTable> {
  const engine = await startDynalite();
  const client = connectTo(engine);
  await createTable(client, TABLE_NAME);
  const items = new Map<string, Item>();
  let total = nothing();

  const metered = intercept(connectTo(engine), async (request) => {
    const answer = await request.send({ ...request.input, ReturnConsumedCapacity: "TOTAL" });
    const units = unitsOf(answer.ConsumedCapacity);
    if (request.operation === "PutItem") {
      total = {
        ...total,
        writes: total.writes + 1,
        writeUnits: total.writeUnits + units + indexUnits(request, items),
      };
    } else {
      total = { ...total, reads: total.reads + 1, readUnits: total.readUnits + units };
    }
    return answer;
  });

  return {
    store: createStore({ client: metered, tableName: TABLE_NAME }),
    meter: async (work) => {
      total = nothing();
      await work();
      return total;
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
      metered.destroy();
      await engine.stop();
    },
  };
}

export function sumOf(all: readonly Consumption[]): Consumption {
  return all.reduce(
    (sum, one) => ({
      reads: sum.reads + one.reads,
      readUnits: sum.readUnits + one.readUnits,
      writes: sum.writes + one.writes,
      writeUnits: sum.writeUnits + one.writeUnits,
    }),
    nothing(),
  );
}

function nothing(): Consumption {
  return { reads: 0, readUnits: 0, writes: 0, writeUnits: 0 };
}

/** One table's, or those of a batch. */
function unitsOf(consumed: unknown): number {
  const list: readonly unknown[] = Array.isArray(consumed) ? consumed : [consumed];
  return list.reduce<number>((sum, one) => {
    const units: unknown = typeof one === "object" && one !== null ? Reflect.get(one, "CapacityUnits") : 0;
    return sum + (typeof units === "number" ? units : 0);
  }, 0);
}

function indexUnits({ input }: Request, items: Map<string, Item>): number {
  const item = itemOf(input.Item);
  const key = `${item.pk?.S}|${item.sk?.S}`;
  const before = items.get(key) ?? {};
  items.set(key, item);
  return Object.values(TABLE.indexes)
    .map((index) => {
      const names = ["pk", "sk", index.partitionKey, index.sortKey, ...index.projected];
      const after = projection(item, names, index.sortKey);
      const earlier = projection(before, names, index.sortKey);
      if (after.text === earlier.text) return 0;
      return Math.ceil(Math.max(after.bytes, earlier.bytes) / 1024);
    })
    .reduce((sum, units) => sum + units, 0);
}

/** The part of an item that an index holds: nothing, unless the item has the index's own key. */
function projection(item: Item, names: readonly string[], sortKey: string): { text: string; bytes: number } {
  if (item[sortKey] === undefined) return { text: "", bytes: 0 };
  const parts = [...new Set(names)].flatMap((name) => {
    const value = item[name];
    return value === undefined ? [] : [{ name, value }];
  });
  const bytes = parts.reduce(
    (sum, { name, value }) => sum + name.length + (value.S?.length ?? 0) + (value.B?.length ?? 0),
    0,
  );
  return { text: JSON.stringify(parts), bytes };
}

/** A put's item has attributes by name; the store writes texts, numbers and bytes alone. */
function itemOf(value: unknown): Item {
  return value as Item;
}
