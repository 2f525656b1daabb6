import { DatabaseSync } from "node:sqlite";

/** Durations of deployments in the order of their columns, ms: the phases, and the total. */
export type Row = readonly number[];

/** Raw rows in SQLite, and percentiles by SQL: the nearest rank of each column, in the order of its index. */
export interface RawRows extends Disposable {
  /** Each column's percentiles, three of them, over all rows of some days. */
  readonly percentiles: (
    quantiles: readonly [number, number, number],
    firstDay: number,
    days: number,
  ) => readonly number[][];
}

/** Fills a database in memory: a row for each deployment, with an index of each column, which holds the day, too. */
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
  for (const name of names) database.exec(`CREATE INDEX by_${name} ON runs (${name}, day)`);
  const count = database.prepare("SELECT COUNT(*) AS n FROM runs WHERE day >= ? AND day < ?");
  const ranked = names.map((name) =>
    database.prepare(
      `SELECT ${name} AS ms FROM runs WHERE day >= ? AND day < ? ORDER BY ${name} LIMIT 1 OFFSET ?`,
    ),
  );
  return {
    percentiles: (quantiles, firstDay, length) => {
      const [first, last] = [firstDay, firstDay + length];
      const n = Number(count.get(first, last)?.n ?? 0);
      return ranked.map((statement) =>
        quantiles.map((q) => Number(statement.get(first, last, Math.ceil(q * n) - 1)?.ms)),
      );
    },
    [Symbol.dispose]: () => database.close(),
  };
}
