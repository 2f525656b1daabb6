import { setTimeout as sleep } from "node:timers/promises";
import { createLog, writeLine } from "@deploy-lens/observe/log";
import { createStore } from "@deploy-lens/store/store";
import { connect } from "@deploy-lens/store/table/sdk";
import { parseAuditEnvironment } from "../env.ts";
import { createMetrics } from "../observe/metrics.ts";
import { createAuditHandler } from "./handler.ts";

const settings = parseAuditEnvironment(process.env);
const now = Date.now;

export const handler = createAuditHandler({
  ...settings,
  store: createStore({ client: connect(), tableName: settings.tableName }),
  now,
  sleep,
  log: createLog({
    level: settings.logLevel,
    writer: { environment: settings.environmentName, service: "audit" },
    now,
    writeLine,
  }),
  metrics: createMetrics({ environmentName: settings.environmentName, now, writeLine }),
});
