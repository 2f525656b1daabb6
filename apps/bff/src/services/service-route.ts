import { presentInstant } from "@deploy-lens/api/fields/present-instant";
import type { ServiceHead } from "@deploy-lens/store/head";
import type { ArchiveReads, Stored } from "../archive/archive-reads.ts";
import type { Caller } from "../cache/in-flight-read.ts";
import type { Read } from "../cache/read-through.ts";
import { type Source, sourceOf, withFailure } from "../cache/source.ts";
import { jsonReply, send } from "../http/reply.ts";
import type { Handler, RouteDeps } from "../http/route.ts";
import { serviceInScope } from "../http/scope.ts";
import { meaningOf } from "../upstream/error-meaning.ts";
import type { UpstreamReads } from "../upstream/reads.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import { describeLatest, type KnownService, presentService, storedService } from "./describe-services.ts";

export function serviceRoute(deps: RouteDeps): Handler {
  return async (c) => {
    const ids = serviceInScope(c);
    const caller = c.var.context;
    const head = await headOf(deps.archive, ids, caller);
    const { service, source, identity } = await knownService(deps.reads, head, ids, caller);
    const latest = await describeLatest(
      deps,
      ids.projectId,
      service,
      head?.value.content,
      source.asOfMs,
      caller,
    );
    const presented = presentService(service, latest, head?.value.content);
    return send(
      c,
      jsonReply({
        content: [deps.version, ids.serviceId, identity, latest.identity, presented.unread],
        source,
        body: () => ({ ...presented, asOf: presentInstant(source.asOfMs) }),
      }),
    );
  };
}

interface Known {
  readonly service: KnownService;
  readonly source: Source;
  readonly identity: string;
}

type StoredHead = Read<Stored<ServiceHead>> | null;

async function headOf(archive: ArchiveReads | null, ids: ServiceIds, caller: Caller): Promise<StoredHead> {
  try {
    const head = (await archive?.head(ids, caller)) ?? null;
    return head === null || head.value.content.revision === 0 ? null : head;
  } catch {
    return null;
  }
}

async function knownService(
  reads: UpstreamReads,
  head: StoredHead,
  ids: ServiceIds,
  caller: Caller,
): Promise<Known> {
  try {
    const state = await reads.service(ids, caller);
    return { service: state.value.summary, source: sourceOf(state), identity: state.value.identity };
  } catch (error) {
    const service = head === null ? null : storedService(head.value.content);
    if (head === null || service === null || meaningOf(error) !== "outage") throw error;
    return { service, source: withFailure(sourceOf(head), error), identity: head.value.identity };
  }
}
