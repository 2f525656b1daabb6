import { FINDING_COLUMNS } from "@deploy-lens/api/csv/list-csv";
import { presentInstant } from "@deploy-lens/api/fields/present-instant";
import type { FindingAnswer, FindingList, ServiceFindingList } from "@deploy-lens/api/findings/findings";
import { FindingsQuery } from "@deploy-lens/api/findings/findings-query";
import { expectedFalseAlarms } from "@deploy-lens/core/findings/groups";
import type { StoredFindings } from "@deploy-lens/store/findings/items";
import type { Context } from "hono";
import { sourceOf } from "../cache/source.ts";
import { asRows } from "../http/list-reply.ts";
import { readQuery } from "../http/read-query.ts";
import { jsonReply, send } from "../http/reply.ts";
import type { Handler, RouteDeps } from "../http/route.ts";
import { projectInScope, serviceInScope } from "../http/scope.ts";
import { pageOf } from "../paging/page.ts";
import type { AppEnv } from "../request/context.ts";
import { readProjectFindings } from "./read-findings.ts";

/** `GET …/findings`, over all services of a project. */
export function projectFindingsRoute(deps: RouteDeps): Handler {
  return (c) => answer(deps, c, projectInScope(c).projectId, null);
}

/** `GET …/services/{serviceId}/findings` */
export function serviceFindingsRoute(deps: RouteDeps): Handler {
  return (c) => {
    const { projectId, serviceId } = serviceInScope(c);
    return answer(deps, c, projectId, serviceId);
  };
}

async function answer(
  deps: RouteDeps,
  c: Context<AppEnv>,
  projectId: string,
  serviceId: string | null,
): Promise<Response> {
  const { limit, cursor, format: _, ...filter } = readQuery(c, FindingsQuery);
  const caller = c.var.context;
  const read = await readProjectFindings(deps, projectId, caller);
  const services = read.stored.filter((one) => serviceId === null || one.serviceId === serviceId);
  // No findings may mean that the service does not exist.
  if (serviceId !== null && services.length === 0) {
    const head = await read.archive.head({ projectId, serviceId }, caller);
    if (head.value.content.revision === 0) await deps.reads.service({ projectId, serviceId }, caller);
  }
  const list = ["findings", projectId, serviceId ?? "", filter];
  const { items, nextCursor } = pageOf(
    read.findings.filter((finding) => isSelected(finding, serviceId, filter)),
    {
      positionOf: ({ since, id }) => ({ key: Date.parse(since.at), id }),
      keys: "times",
      order: "desc",
      list,
      limit,
      cursor,
    },
  );
  const source = sourceOf(...read.reads);
  const page = { total: null, nextCursor };
  const body = (): FindingList | ServiceFindingList => ({
    findings: [...items],
    excluded: { too_few: tooFew(services) },
    expectedFalseAlarms: expectedFalseAlarms(services),
    ...(serviceId === null ? {} : { detectable: detectableOf(services) }),
    page,
    asOf: presentInstant(source.asOfMs),
  });
  const reply = jsonReply({
    content: [deps.version, caller.language, filter, limit, cursor, serviceId, ...read.identity],
    source,
    vary: ["accept", "accept-language"],
    body,
  });
  if (caller.mediaType === "application/json") return send(c, reply);
  const name = ["findings", serviceId ?? projectId];
  return send(c, asRows(c, reply, { items, columns: FINDING_COLUMNS, page, name }));
}

function isSelected(
  { serviceId: of, state, kind, phase }: FindingAnswer,
  serviceId: string | null,
  filter: Pick<FindingsQuery, "state" | "kind" | "phase">,
): boolean {
  const holds = <Word>(words: readonly Word[] | undefined, word: Word) => words?.includes(word) ?? true;
  return (
    (serviceId === null || of === serviceId) &&
    holds(filter.state, state) &&
    holds(filter.kind, kind) &&
    holds(filter.phase, phase)
  );
}

function tooFew(services: readonly StoredFindings[]): number {
  return services.reduce(
    (sum, { detectable }) => sum + detectable.filter(({ isTooFew }) => isTooFew).length,
    0,
  );
}

function detectableOf(services: readonly StoredFindings[]): ServiceFindingList["detectable"] {
  return services.flatMap(({ detectable }) =>
    detectable.map(({ phase, n, isTooFew, smallestRatio }) => ({
      phase,
      n,
      tooFew: isTooFew,
      smallestRatio,
    })),
  );
}
