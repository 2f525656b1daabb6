import type { ServiceFacts } from "@deploy-lens/store/service-facts";
import * as z from "zod/mini";

// The rows of an export: NDJSON, one JSON object a line. `facts` is what counts; `deployment` is for readers, since it follows
// from the facts, and is derived again where it is imported.

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

/** A row as it is read; a deployment's content is not looked at. */
export type TransferRow = z.infer<typeof Row>;

/** The facts of a row of facts. The rest of an update was written by {@link factsRow}: it is kept as it stands. */
export function factsOfRow({ events, statuses, updates }: z.infer<typeof Facts>): ServiceFacts {
  return { events, statuses, updates: updates as unknown as ServiceFacts["updates"] };
}

/** Reads a line. @throws Error saying what is wrong with it. */
export function readRow(line: string): TransferRow {
  const parsed = Row.safeParse(JSON.parse(line));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${issue?.path.join(".") || "row"}: ${issue?.message ?? "is no row of an export"}`);
}
