import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import { toUpdateLogEntry } from "@deploy-lens/core/upstream/update-logs";
import { identityOf } from "../cache/identity.ts";
import type { Caller } from "../cache/in-flight-read.ts";
import type { ServiceIds, Upstream } from "./upstream.ts";

export interface UpdateLogs {
  readonly updates: readonly UpdateLogEntry[];
  readonly identity: string;
}

export async function knownUpdateLogs(
  upstream: Upstream,
  { projectId, serviceId }: ServiceIds,
  caller: Caller,
): Promise<UpdateLogs> {
  const { answer } = await upstream.listUpdateLogs(projectId, serviceId, {}, caller);
  const updates = answer.logs.map(toUpdateLogEntry).sort((a, b) => a.updatedAtMs - b.updatedAtMs);
  return { updates, identity: identityOf(updates) };
}
