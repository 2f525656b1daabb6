import { parseMessage } from "@deploy-lens/analytics/queue/service-message";
import { EventsRequest } from "@deploy-lens/api/events/events-query";
import { parseQuery } from "@deploy-lens/api/fields/query";
import { SAMPLE_DURATIONS } from "@deploy-lens/api/openapi/examples";
import { csvColumns } from "@deploy-lens/api/statistics/deploy-durations-csv";
import { ProjectDurationsQuery } from "@deploy-lens/api/statistics/deploy-durations-query";
import { bearerToken } from "@deploy-lens/bff/auth/bearer-token";
import { projectsIn } from "@deploy-lens/bff/auth/claims";
import { isNotModified } from "@deploy-lens/bff/http/entity-tag";
import { preferredType } from "@deploy-lens/bff/http/media-type";
import { assertPlainTarget } from "@deploy-lens/bff/http/target";
import { readCursor } from "@deploy-lens/bff/paging/cursor";
import { errorLocation } from "@deploy-lens/bff/request/error-location";
import { preferredLanguage } from "@deploy-lens/bff/request/language";
import { continueTrace } from "@deploy-lens/bff/request/trace-context";
import { toCsv } from "@deploy-lens/bff/statistics/csv";
import { fitColumns, safeText } from "@deploy-lens/cli/terminal-text";
import { classify } from "@deploy-lens/core/classify";
import { eventId } from "@deploy-lens/core/event/service-event";
import { parseUpstreamError } from "@deploy-lens/core/upstream/errors";
import { parseEventsQuery } from "@deploy-lens/core/upstream/events-query/parse";
import { parseCredentials, Secret, scrub } from "@deploy-lens/modelarts/settings/credentials";

/** Every function that parses untrusted text. Errors do not matter here, only the time taken. */
export const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  "classify an event": classify,
  "name an event": (message) => eventId({ occurredAtMs: 0, severity: "normal", message }),
  "read an upstream error": (text) => parseUpstreamError({ error_msg: text, error_code: text }),
  "scrub what the upstream said": (text) => scrub(text, [new Secret("secret"), new Secret('s"e/c')]),
  "read a wire-compatible query": (text) =>
    parseEventsQuery({ event_info: text, start_time: text, limit: text }),
  "read an events query": (text) =>
    parseQuery(EventsRequest, new URLSearchParams({ from: text, model: text, cursor: text })),
  "read a statistics query": (text) =>
    parseQuery(
      ProjectDurationsQuery,
      new URLSearchParams({ quantiles: text, groupBy: text, to: text, compare: text }),
    ),
  "check a request's target": assertPlainTarget,
  "read a bearer token": (text) => bearerToken({ authorization: text, xAuthToken: text }, "wire"),
  "read a claim": projectsIn,
  "compare entity tags": (text) => isNotModified(text, { identity: "b", asOfMs: null }),
  "choose a language": preferredLanguage,
  "choose a media type": (text) => preferredType(text, ["application/json", "text/csv"]),
  "continue a trace": continueTrace,
  "read a cursor": (text) =>
    readCursor(`1.aaaaaaaa.${Buffer.from(text.toWellFormed()).toString("base64url")}`, [], "times"),
  "place an error": (text) => errorLocation(new Error(text)),
  "write a cell of CSV": (name) => toCsv(withModelName(name), [0.5]).length + csvColumns([0.5]).length,
  "read a message of the queue": parseMessage,
  "print an event": (text) => fitColumns(safeText(text), 80),
  "read credentials": (token) => parseCredentials({ token }),
};

function withModelName(name: string): typeof SAMPLE_DURATIONS {
  const [group] = SAMPLE_DURATIONS.groups;
  if (group === undefined) throw new Error("the example has no group");
  return { ...SAMPLE_DURATIONS, groups: [{ ...group, key: { model: { name, version: name } } }] };
}
