import type { ReadContext } from "../day/context.ts";
import { decodeHead, isOutdated, type Owed, type ServiceHead } from "../head/index.ts";
import { type Item, textOf } from "../table/attributes.ts";
import { HEAD_SORT, headKey, projectPartition, unsettledPartition } from "../table/keys.ts";
import { TABLE } from "../table/schema.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";

/** Selects services of a project. */
export interface StoredServicesQuery {
  readonly projectId: string;
  /** Default 100. */
  readonly limit?: number;
  readonly cursor?: string | null;
}

/** A page of services, by id. */
export interface ServicesPage {
  readonly services: readonly ServiceHead[];
  readonly nextCursor: string | null;
}

const LIST = "services";

/** Lists the services of a project that have been seen, with the latest deployment of each. */
export async function listStoredServices(
  context: ReadContext,
  query: StoredServicesQuery,
): Promise<ServicesPage> {
  const { projectId, limit = 100, cursor = null } = query;
  const after = cursor === null ? HEAD_SORT : `${HEAD_SORT}${decodeCursor(LIST, cursor).key}!`;
  const services: ServiceHead[] = [];
  const pages = context.table.query({
    partition: projectPartition(projectId),
    from: after,
    to: `${HEAD_SORT}~`,
    pageSize: limit + 1,
  });
  for await (const items of pages) {
    services.push(...items.map(decodeHead));
    if (services.length > limit) break;
  }
  const page = services.slice(0, limit);
  const last = services.length > limit ? page.at(-1) : undefined;
  return {
    services: page,
    nextCursor: last === undefined ? null : encodeCursor(LIST, { atMs: 0, key: last.serviceId }),
  };
}

/** The ids of a project's services whose history was derived by an older version of the rules; it reads every head. */
export async function outdatedServices(context: ReadContext, projectId: string): Promise<readonly string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: ServicesPage = await listStoredServices(context, { projectId, limit: 500, cursor });
    ids.push(...page.services.filter(isOutdated).map(({ serviceId }) => serviceId));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}

/** Up to this many heads are read one by one: one request, at half a read unit each. */
const FEW_HEADS = 100;
/** A query passes some seven heads for what one read by key costs. */
const HEADS_PER_HEAD = 7;

/** Reads the heads of some services of a project, by service id; services never seen are left out. */
export async function readHeads(
  context: ReadContext,
  projectId: string,
  serviceIds: readonly string[],
): Promise<ReadonlyMap<string, ServiceHead>> {
  const ids = [...new Set(serviceIds)].sort();
  const passed = ids.length > FEW_HEADS ? await passHeads(context, projectId, ids) : { items: [], left: ids };
  const keys = passed.left.map((serviceId) => headKey({ projectId, serviceId }));
  const heads = [...passed.items, ...(await context.table.getAll(keys))].map(decodeHead);
  return new Map(heads.map((head) => [head.serviceId, head]));
}

/** Reads heads by query, starting at the first requested one, while most of those in between are requested. */
async function passHeads({ table }: ReadContext, projectId: string, ids: readonly string[]) {
  const wanted = new Set(ids.map((serviceId) => headKey({ projectId, serviceId }).sk));
  const [first = HEAD_SORT] = wanted;
  const last = [...wanted].at(-1) ?? first;
  const items: Item[] = [];
  let count = 0;
  for await (const page of table.query({ partition: projectPartition(projectId), from: first, to: last })) {
    count += page.length;
    items.push(...page.filter((item) => wanted.has(textOf(item, "sk"))));
    const reached = page.at(-1)?.sk?.S;
    if (reached !== undefined && count > HEADS_PER_HEAD * ids.length) {
      return { items, left: ids.filter((serviceId) => headKey({ projectId, serviceId }).sk > reached) };
    }
  }
  return { items, left: [] };
}

/** The ids of a project's services with an open deployment or an owed sync; a change may take a moment to show. */
export async function unsettledServices(context: ReadContext, projectId: string): Promise<readonly string[]> {
  const ids: string[] = [];
  const pages = context.table.query({
    index: TABLE.indexes.byProject,
    partition: unsettledPartition(projectId),
    from: "!",
    to: "~",
  });
  for await (const items of pages) ids.push(...items.map((item) => textOf(item, "projectSort")));
  return ids;
}

/** Owed syncs of a project's services, by service id: their history is incomplete. */
export async function owedServices(
  context: ReadContext,
  projectId: string,
): Promise<ReadonlyMap<string, Owed>> {
  const heads = await readHeads(context, projectId, await unsettledServices(context, projectId));
  const owed = new Map<string, Owed>();
  for (const [serviceId, head] of heads) if (head.owed !== null) owed.set(serviceId, head.owed);
  return owed;
}
