import type { LIST_FORMATS, STATISTICS_FORMATS } from "@deploy-lens/api/fields/format";
import type { Context } from "hono";
import type { AppEnv } from "../request/context.ts";
import type { RouteId } from "../request/paths.ts";

// The API's own lists, said again without their schemas, which no cold start should read. A test holds them together.
const STATISTICS = { json: "application/json", csv: "text/csv" } satisfies typeof STATISTICS_FORMATS;
const LIST = { ...STATISTICS, ndjson: "application/x-ndjson" } satisfies typeof LIST_FORMATS;
type Formats = Readonly<Record<string, string>> & { readonly json: string };

/** The media types of routes that answer in others than JSON alone. */
const FORMATS: Partial<Record<RouteId, Formats>> = {
  listServices: LIST,
  listEvents: LIST,
  listDeployments: LIST,
  getDeployDurations: STATISTICS,
  getProjectDeployDurations: STATISTICS,
  getDocs: { json: "text/html" },
};

/** The media types that a route answers in, the usual one first. */
export function mediaTypesOf(id: RouteId): readonly [string, ...string[]] {
  const { json, ...others } = FORMATS[id] ?? { json: "application/json" };
  return [json, ...Object.values(others)];
}

/** The media type to answer in. @throws ProblemError `not-acceptable` */
export async function acceptedType(c: Context<AppEnv>, id: RouteId): Promise<string> {
  const formats = FORMATS[id];
  const format = formats === undefined ? undefined : c.req.query("format");
  if (format !== undefined && formats !== undefined && Object.hasOwn(formats, format)) {
    return formats[format] ?? formats.json;
  }
  const offered = mediaTypesOf(id);
  const accept = c.req.header("accept");
  if (accept === undefined || accept === "*/*" || accept === offered[0]) return offered[0];
  // Most callers say no more than that.
  const { preferredType } = await import("./media-type.ts");
  return preferredType(accept, offered);
}
