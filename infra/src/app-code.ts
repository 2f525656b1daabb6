import { existsSync } from "node:fs";
import { join } from "node:path";
import { LAMBDA_FUNCTIONS } from "@deploy-lens/analytics/constants";
import { LAMBDA_BUNDLE } from "@deploy-lens/bff/constants";
import { UsageError } from "@deploy-lens/command";
import { CANARY_BUNDLE } from "./canary/constants.ts";
import { PUBLISH_BUNDLE } from "./web/constants.ts";

/** A function's code: the deployed folder and the handler's name. */
export interface FunctionCode {
  readonly folder: string;
  readonly handler: string;
}

export type AppCode = Readonly<
  Record<"bff" | "discover" | "derive" | "audit" | "job" | "publish" | "canary", FunctionCode>
>;

/** Finds the output of `npm run build` for every function. @throws UsageError */
export function findAppCode(root: string): AppCode {
  const find = (app: string, { folder, handler }: FunctionCode): FunctionCode => {
    const built = join(root, app, folder);
    if (!existsSync(built)) throw new UsageError(`${built} is missing: run npm run build`);
    return { folder: built, handler };
  };
  const { discover, derive, audit, job } = LAMBDA_FUNCTIONS;
  return {
    bff: find("apps/bff", LAMBDA_BUNDLE),
    discover: find("apps/analytics", discover),
    derive: find("apps/analytics", derive),
    audit: find("apps/analytics", audit),
    job: find("apps/analytics", job),
    publish: find("infra", PUBLISH_BUNDLE),
    canary: find("infra", CANARY_BUNDLE),
  };
}
