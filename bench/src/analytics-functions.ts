import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { ANALYTICS_BUNDLING, LAMBDA_FUNCTIONS } from "@deploy-lens/analytics/constants";
import { type Bundle, bundle } from "./measure/bundle.ts";
import { PEER_BUNDLING } from "./peers/contestants.ts";

const app = fileURLToPath(new URL("../../apps/analytics/", import.meta.url));

/** Bundles the derive function as it is deployed. */
export function deriveFunction(): Promise<Bundle> {
  return bundle(`${app}${LAMBDA_FUNCTIONS.derive.entry}`, {
    ...ANALYTICS_BUNDLING,
    mainFields: [...ANALYTICS_BUNDLING.mainFields],
    absWorkingDir: dirname(`${app}package.json`),
  });
}

/** Bundles the clients that it uses, and nothing else, with nothing replaced. */
export function sdkAlone(): Promise<Bundle> {
  return bundle(fileURLToPath(new URL("peers/sdk-alone.lambda.ts", import.meta.url)), {
    ...PEER_BUNDLING,
    splitting: false,
  });
}
