import type { CsvColumn } from "@deploy-lens/api/csv/list-csv";
import { writeCsv } from "@deploy-lens/api/csv/write-csv";
import { LIST_FORMATS } from "@deploy-lens/api/fields/format";
import type { Page } from "@deploy-lens/api/fields/paging";
import type { Context } from "hono";
import { identityOf } from "../cache/identity.ts";
import type { AppEnv } from "../request/context.ts";
import { attachment } from "./file-name.ts";
import type { Reply } from "./reply.ts";

export interface ListRows<Item> {
  readonly items: readonly Item[];
  readonly columns: readonly CsvColumn<Item>[];
  readonly page: Page;
  /** Rows of the upstream that could not be read. */
  readonly setAside?: number;
  readonly name: readonly (string | undefined)[];
}

/**
 * Converts a list's JSON answer to CSV or NDJSON. Neither has a place for what is not a row: the cursor becomes a `Link`
 * header (RFC 8288), the count of unreadable rows `x-rows-set-aside`.
 */
export function asRows<Item>(
  c: Context<AppEnv>,
  reply: Reply,
  { items, columns, page, setAside = 0, name }: ListRows<Item>,
): Reply {
  const { mediaType } = c.var.context;
  const isCsv = mediaType === LIST_FORMATS.csv;
  return {
    ...reply,
    identity: identityOf(reply.identity, mediaType),
    contentType: isCsv ? `${mediaType}; charset=utf-8; header=present` : mediaType,
    asOfMs: null,
    headers: {
      "content-disposition": attachment(name, isCsv ? "csv" : "ndjson"),
      ...(page.nextCursor !== null && { link: `<${addressAfter(c.req.url, page.nextCursor)}>; rel="next"` }),
      ...(setAside > 0 && { "x-rows-set-aside": setAside.toString() }),
    },
    body: () =>
      isCsv
        ? writeCsv([
            columns.map(([header]) => header),
            ...items.map((item) => columns.map(([, cell]) => cell(item))),
          ])
        : items.map((item) => `${JSON.stringify(item)}\n`).join(""),
  };
}

function addressAfter(address: string, cursor: string): string {
  const url = new URL(address);
  url.searchParams.set("cursor", cursor);
  return url.pathname + url.search;
}
