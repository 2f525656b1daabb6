import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./constructs/bundle.ts";

const ROOT = join(import.meta.dirname, "../..");

/** The folders with the code of each function. */
export interface AppCode {
  readonly bff: string;
  readonly discover: string;
  readonly derive: string;
  readonly audit: string;
  /** What publishes the dashboard, the dashboard's files within. */
  readonly publish: string;
}

/** The dashboard has not been built. */
export class NotBuiltError extends Error {
  override readonly name = "NotBuiltError";
}

/** Bundles every function. @throws NotBuiltError */
export function bundleApps(dashboard = join(ROOT, "apps/dashboard/dist")): AppCode {
  return {
    bff: bundle(join(ROOT, "apps/bff/src/bff.lambda.ts")),
    discover: bundle(join(ROOT, "apps/analytics/src/discover.lambda.ts")),
    derive: bundle(join(ROOT, "apps/analytics/src/derive.lambda.ts")),
    audit: bundle(join(ROOT, "apps/analytics/src/audit.lambda.ts")),
    publish: publisherOf(dashboard),
  };
}

function publisherOf(dashboard: string): string {
  if (!existsSync(join(dashboard, "index.html"))) {
    throw new NotBuiltError(`${dashboard} holds no index.html: build the dashboard first (npm run build)`);
  }
  const folder = bundle(join(import.meta.dirname, "web/publish.lambda.ts"));
  cpSync(dashboard, join(folder, "site"), { recursive: true });
  return folder;
}
