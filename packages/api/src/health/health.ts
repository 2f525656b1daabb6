import * as z from "zod";

/** Answer of `GET /healthz`: the process is running. */
export const Health = z.object({ status: z.literal("ok"), version: z.string() }).meta({
  id: "Health",
  description: "The process is running.",
  examples: [{ status: "ok", version: "0.1.0" }],
});

export type Health = z.infer<typeof Health>;

/**
 * Answer of `GET /readyz`: the state of the dependencies. If no request can be answered, a problem is returned instead.
 */
export const Readiness = z
  .object({
    status: z.enum(["ready", "degraded"]),
    checks: z.array(
      z.object({
        name: z.string().describe("The checked dependency: `upstream`, `storage`, …"),
        status: z.enum(["ok", "degraded", "failing"]),
        detail: z.string().optional(),
      }),
    ),
  })
  .meta({
    id: "Readiness",
    description: "The checked dependencies. `degraded`: requests are still answered, from the cache.",
    examples: [{ status: "ready", checks: [{ name: "upstream", status: "ok" }] }],
  });

export type Readiness = z.infer<typeof Readiness>;
