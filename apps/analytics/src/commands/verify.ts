import { type AuditedService, auditWhole } from "../audit/index.ts";
import { forEachService, type NamedService } from "./each-service.ts";
import { openTable } from "./open-table.ts";
import type { CommonOptions, Environment } from "./options.ts";
import { createProgress } from "./progress.ts";
import { listStoredServices } from "./stored-services.ts";

interface Totals {
  readonly days: number;
  readonly rollups: number;
  readonly deployments: number;
}

/**
 * Recomputes everything stored: each deployment from its facts, each day's rollup from its deployments. Prints one line per
 * difference and a total.
 *
 * @returns whether all of it agrees, and all of it could be read
 */
export async function verify(
  options: CommonOptions,
  env: Environment,
  signal: AbortSignal,
): Promise<boolean> {
  const progress = createProgress(process.stderr, Date.now);
  const table = openTable(options, env);
  const differences: (NamedService & { readonly what: string; readonly day: string })[] = [];
  const addDifferences = (service: NamedService, found: AuditedService) => {
    for (const day of found.rollups) differences.push({ ...service, what: "rollup", day });
    for (const day of found.derivations) differences.push({ ...service, what: "deployments", day });
  };
  try {
    const services = await listStoredServices(table.store, options);
    const report = await forEachService<NamedService, Totals>(services, {
      ...options,
      progress,
      signal,
      totals: { days: 0, rollups: 0, deployments: 0 },
      work: async (service) => {
        const found = await auditWhole(table.store, service);
        addDifferences(service, found);
        return { days: found.days, rollups: found.rollups.length, deployments: found.derivations.length };
      },
      add: (a, b) => ({
        days: a.days + b.days,
        rollups: a.rollups + b.rollups,
        deployments: a.deployments + b.deployments,
      }),
      summarize,
    });
    progress.end();
    if (options.json) {
      const { failures, totals } = report;
      process.stdout.write(
        `${JSON.stringify({ services: report.services, ...totals, differences, failures }, null, 2)}\n`,
      );
    } else {
      for (const { projectId, serviceId, what, day } of differences) {
        process.stdout.write(`${projectId}/${serviceId} ${day}: ${WORDS[what] ?? what}\n`);
      }
      process.stdout.write(`${report.services} services, ${summarize(report.totals)}\n`);
    }
    return report.failures.length === 0 && differences.length === 0 && !signal.aborted;
  } finally {
    table.close();
  }
}

const WORDS: Readonly<Record<string, string>> = {
  rollup: "the rollup is not the sum of its deployments",
  deployments: "the deployments differ from what the rules derive from their events: npm run rebuild",
};

function summarize({ days, rollups, deployments }: Totals): string {
  return `${days} days recomputed, ${rollups} rollups and ${deployments} days of deployments differ`;
}
