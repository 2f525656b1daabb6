// `node generate-schema.ts`: generates the JSON schema with which editors check the settings files.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { EnvironmentSettings } from "./src/settings.ts";

const schema = z.toJSONSchema(EnvironmentSettings, { io: "input" });
writeFileSync(
  join(import.meta.dirname, "settings.schema.generated.json"),
  `${JSON.stringify(schema, null, 2)}\n`,
);
