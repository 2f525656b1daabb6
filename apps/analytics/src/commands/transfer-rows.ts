import type { ServiceFacts } from "@deploy-lens/store/day/facts";
import * as z from "zod/mini";

// The rows of an export: NDJSON, one JSON object per line. Only `facts` and `service` are imported; `deployment` is there for
// readers, since it is derived from the facts again on import.

const id = z.string().check(z.regex(/^[A-Za-z0-9_.-]{1,128}$/));
const atMs = z.int();

const Service = z.object({
  row: z.literal("service"),
  projectId: id,
  serviceId: id,
  name: z.string(),
  status: z.string(),
  transitionAtMs: z.nullable(atMs),
});

const Facts = z.object({
  row: z.literal("facts"),
  projectId: id,
  serviceId: id,
  events: z.array(
    z.object({
      occurredAtMs: atMs,
      severity: z.enum(["normal", "warning", "abnormal", "unknown"]),
      message: z.string(),
    }),
  ),
  statuses: z.array(z.object({ status: z.string(), transitionAtMs: atMs })),
  updates: z.array(
    z.looseObject({ updatedAtMs: atMs, result: z.enum(["running", "success", "failure", "unknown"]) }),
  ),
});

const DeploymentRow = z.looseObject({ row: z.literal("deployment") });

const Header = z.object({ row: z.literal("deploy-lens"), format: z.literal(1) });

const Row = z.discriminatedUnion("row", [Header, Service, Facts, DeploymentRow]);

/** A deployment's content is not validated. */
export type TransferRow = z.infer<typeof Row>;

/** The schema checks only part of an update; the rest is stored as exported. */
export function factsOfRow({ events, statuses, updates }: z.infer<typeof Facts>): ServiceFacts {
  return { events, statuses, updates: updates as unknown as ServiceFacts["updates"] };
}

/** @throws Error naming the problem with the line. */
export function readRow(line: string): TransferRow {
  const parsed = Row.safeParse(JSON.parse(line));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${issue?.path.join(".") || "row"}: ${issue?.message ?? "is not a row of an export"}`);
}
