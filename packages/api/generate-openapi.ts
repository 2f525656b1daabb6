// Writes openapi.generated.json: `npm run generate`.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildOpenApi } from "./src/openapi/index.ts";

const file = fileURLToPath(new URL("./openapi.generated.json", import.meta.url));
writeFileSync(file, `${JSON.stringify(buildOpenApi(), null, 1)}\n`);
