import { DatabaseSync } from "node:sqlite";

/** Durations of deployments in the order of their columns, ms: the phases, and the total. */
export type Row = readonly number[];

/** Raw rows in SQLite, and percentiles by SQL: sort, and take the nearest rank. */
export interface RawRows extends Disposable {
  /** Each column's percentiles, three of them, over all rows of some days. */
  readonly percentiles: (
    quantiles: readonly [number, number, number],
    firstDay: number,
    days: number,
  ) => readonly number[][];
}

/** Fills a database in memory: a row for each deployment, with an index by day. */
export function createRawRows(columns: number, days: Iterable<readonly Row[]>): RawRows {
  const names = Array.from({ length: columns }, (_, i) => `c${i}`);
  const database = new DatabaseSync(":memory:");
  database.exec(
    `CREATE TABLE runs (day INTEGER, ${names.map((name) => `${name} INTEGER`).join(", ")}) STRICT`,
  );
  const insert = database.prepare(`INSERT INTO runs VALUES (?, ${names.map(() => "?").join(", ")})`);
  database.exec("BEGIN");
  let day = 0;
  for (const rows of days) {
    for (const row of rows) insert.run(day, ...row);
    day++;
  }
  database.exec("COMMIT");
  database.exec("CREATE INDEX by_day ON runs (day)");
  const count = database.prepare("SELECT COUNT(*) AS n FROM runs WHERE day >= ? AND day < ?");
  const ranked = names.map((name) =>
    database.prepare(
      `SELECT ms FROM (
         SELECT ${name} AS ms, ROW_NUMBER() OVER (ORDER BY ${name}) AS rank FROM runs WHERE day >= ? AND day < ?
       ) WHERE rank IN (?, ?, ?) ORDER BY rank`,
    ),
  );
  return {
    percentiles: (quantiles, firstDay, length) => {
      const [first, last] = [firstDay, firstDay + length];
      const n = Number(count.get(first, last)?.n ?? 0);
      const ranks = quantiles.map((q) => Math.ceil(q * n));
      return ranked.map((statement) => statement.all(first, last, ...ranks).map(({ ms }) => Number(ms)));
    },
    [Symbol.dispose]: () => database.close(),
  };
}
