import type { EventsQuery } from "@deploy-lens/core/upstream/events-query";
import { InvalidQueryError } from "@deploy-lens/core/upstream/events-query/error";
import { parseEventsQuery } from "@deploy-lens/core/upstream/events-query/parse";
import { sourceOf } from "../cache/source.ts";
import { REVALIDATED, send } from "../http/reply.ts";
import type { Handler, RouteDeps } from "../http/route.ts";
import { wireServiceInScope } from "../http/scope.ts";
import { searchOf } from "../http/target.ts";
import { invalidParameters } from "../request/problem-error.ts";

export function wireEventsRoute({ reads }: RouteDeps): Handler {
  return async (c) => {
    const ids = wireServiceInScope(c);
    const read = await reads.wirePage(ids, wireQuery(new URLSearchParams(searchOf(c))), c.get("context"));
    return send(c, {
      contentType: "application/json;charset=utf-8",
      identity: read.value.identity,
      asOfMs: null,
      source: sourceOf(read),
      cacheControl: REVALIDATED,
      vary: [],
      body: () => read.value.text,
    });
  };
}

function wireQuery(parameters: URLSearchParams): EventsQuery {
  try {
    return parseEventsQuery(parameters);
  } catch (error) {
    if (!(error instanceof InvalidQueryError)) throw error;
    const errors = error.problems.map(({ parameter, allowed }) => ({
      parameter,
      message: `must be ${allowed}`,
    }));
    throw invalidParameters(errors, { detail: `${error.message}.`, cause: error });
  }
}
