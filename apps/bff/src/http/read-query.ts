import { parseQuery } from "@deploy-lens/api/fields/query";
import type { Context } from "hono";
import type * as z from "zod";
import type { AppEnv } from "../request/context.ts";
import { invalidParameters } from "../request/problem-error.ts";

/** Parses the query with a schema and refuses unknown parameters. @throws ProblemError `invalid-parameters` */
export function readQuery<Schema extends z.ZodObject>(c: Context<AppEnv>, schema: Schema): z.output<Schema> {
  const parsed = parseQuery(schema, new URL(c.req.url).searchParams);
  if (parsed.ok) return parsed.value;
  throw invalidParameters(parsed.errors);
}
