import type { CsvColumn } from "@deploy-lens/api/csv/list-csv";
import { writeCsv } from "@deploy-lens/api/csv/write-csv";
import { countOption, UsageError } from "@deploy-lens/command";

/** Options of commands that list items of a project. */
export const LIST_OPTIONS = {
  limit: { type: "string" },
  all: { type: "boolean" },
  csv: { type: "boolean" },
} as const;

export const LIST_HELP = `  --limit N          at most N; default 50
  --all              all of them
  --csv              as a table for spreadsheets, RFC 4180
`;

export interface ListArguments {
  readonly limit: number;
  readonly csv: boolean;
}

/** @throws UsageError */
export function listArguments(values: {
  limit?: string | undefined;
  all?: boolean | undefined;
  csv?: boolean | undefined;
  json?: boolean | undefined;
}): ListArguments {
  if (values.csv && values.json) throw new UsageError("take --csv or --json, not both");
  const limit = values.limit === undefined ? 50 : countOption("limit", values.limit);
  if (limit === 0) throw new UsageError("--limit takes a number from 1");
  return { limit: values.all ? Number.POSITIVE_INFINITY : limit, csv: values.csv ?? false };
}

/** Reads items until there are enough. */
export async function takeItems<Item>(items: AsyncIterable<Item>, limit: number): Promise<Item[]> {
  const taken: Item[] = [];
  for await (const item of items) {
    taken.push(item);
    if (taken.length >= limit) break;
  }
  return taken;
}

/** Formats a list as CSV with a header. */
export function csvOf<Item>(columns: readonly CsvColumn<Item>[], items: readonly Item[]): string {
  return writeCsv([
    columns.map(([header]) => header),
    ...items.map((item) => columns.map(([, cell]) => cell(item))),
  ]);
}
