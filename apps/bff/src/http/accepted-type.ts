import type { LIST_FORMATS, STATISTICS_FORMATS } from "@deploy-lens/api/fields/format";
import type { RouteId } from "@deploy-lens/api/openapi/paths";
import type { Context } from "hono";
import type { AppEnv } from "../request/context.ts";

// Copied from the API without its schemas, which a cold start should not load. A test keeps the copies equal.
const STATISTICS = { json: "application/json", csv: "text/csv" } satisfies typeof STATISTICS_FORMATS;
const LIST = { ...STATISTICS, ndjson: "application/x-ndjson" } satisfies typeof LIST_FORMATS;
type Formats = Readonly<Record<string, string>> & { readonly json: string };

/** Media types of routes that offer more than JSON. */
const FORMATS: Partial<Record<RouteId, Formats>> = {
  listServices: LIST,
  listEvents: LIST,
  listDeployments: LIST,
  listProjectDeployments: LIST,
  listFindings: LIST,
  listServiceFindings: LIST,
  getDeployDurations: STATISTICS,
  getProjectDeployDurations: STATISTICS,
  getDocs: { json: "text/html" },
};

/** The media types a route offers, the default first. */
export function mediaTypesOf(id: RouteId): readonly [string, ...string[]] {
  const { json, ...others } = FORMATS[id] ?? { json: "application/json" };
  return [json, ...Object.values(others)];
}

/** Negotiates the media type. @throws ProblemError `not-acceptable` */
export async function acceptedType(c: Context<AppEnv>, id: RouteId): Promise<string> {
  const formats = FORMATS[id];
  const format = formats === undefined ? undefined : c.req.query("format");
  if (format !== undefined && formats !== undefined && Object.hasOwn(formats, format)) {
    return formats[format] ?? formats.json;
  }
  const offered = mediaTypesOf(id);
  const accept = c.req.header("accept");
  if (accept === undefined || accept === "*/*" || accept === offered[0]) return offered[0];
  // Most callers send nothing more specific.
  const { preferredType } = await import("./media-type.ts");
  return preferredType(accept, offered);
}
