import * as z from "zod";
import { ServiceId } from "./ids.ts";

/** A service as referenced by other answers. */
export const ServiceNameAnswer = z.object({ id: ServiceId, name: z.string() }).meta({
  id: "ServiceRef",
  description: "A service by id and name.",
  examples: [{ id: "35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e", name: "zcjtest-07085" }],
});

export type ServiceNameAnswer = z.infer<typeof ServiceNameAnswer>;
