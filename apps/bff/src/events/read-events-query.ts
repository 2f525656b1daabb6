import type { EventsRequest } from "@deploy-lens/api/events/events-query";
import type { ParameterError } from "@deploy-lens/api/problems/problem";
import type { Severity } from "@deploy-lens/core/event/service-event";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import { SIGNALS } from "@deploy-lens/core/vocabulary/signal";
import { integer, matching, printableText, time, word, words } from "../http/query-fields.ts";
import { readFields } from "../http/read-fields.ts";

const SEVERITIES = ["normal", "warning", "abnormal", "unknown"] as const satisfies readonly Severity[];

const FIELDS = {
  type: words(SEVERITIES),
  from: time,
  to: time,
  phase: words(PHASES),
  signal: words(SIGNALS),
  model: printableText(256, "must be `name version` or `name`, up to 256 characters"),
  order: word(["asc", "desc"]),
  limit: integer(1, 1000),
  cursor: matching(/^[A-Za-z0-9_.~-]{1,1024}$/, "must be a `nextCursor` as an answer spelt it"),
  format: word(["json", "csv", "ndjson"]),
};

/**
 * Parses the events query as the API's schema does, without the schema library, which would double what a cold start
 * loads. A property test compares the two.
 *
 * @throws ProblemError `invalid-parameters` listing every error
 */
export function readEventsQuery(query: URLSearchParams): EventsRequest {
  const { order = "desc", limit = 100, ...rest } = readFields(query, FIELDS, emptyRange);
  return { order, limit, ...rest };
}

function emptyRange({ from, to }: { readonly from?: number; readonly to?: number }): ParameterError[] {
  if (from === undefined || to === undefined || from < to) return [];
  return [
    { parameter: "from", message: "must be earlier than `to`: ranges hold `from` and end before `to`" },
  ];
}
