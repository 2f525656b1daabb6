import { type AuditedService, auditProjectDays, auditWhole } from "../audit/index.ts";
import { forEachService, type NamedService } from "./each-service.ts";
import { openTable } from "./open-table.ts";
import type { CommonOptions, Environment } from "./options.ts";
import { createProgress } from "./progress.ts";
import { chosenServices } from "./stored-services.ts";

interface Totals {
  readonly days: number;
  readonly rollups: number;
  readonly deployments: number;
}

/**
 * Recomputes everything stored: each deployment from its facts, each day's rollup from its deployments, each day of a project
 * from its services' days. Prints one line per difference and a total.
 *
 * With `repair`, counts the days of projects that differ anew; one that then agrees is no difference.
 *
 * @returns whether all of it agrees, and all of it could be read
 */
export async function verify(
  options: CommonOptions & { readonly repair: boolean },
  env: Environment,
  signal: AbortSignal,
): Promise<boolean> {
  const progress = createProgress(process.stderr, Date.now);
  const table = openTable(options, env);
  const differences: Difference[] = [];
  const addDifferences = (service: NamedService, found: AuditedService) => {
    for (const day of found.rollups) differences.push({ ...service, what: "rollup", day });
    for (const day of found.derivations) differences.push({ ...service, what: "deployments", day });
  };
  try {
    const services = await chosenServices(table.store, options);
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
    for (const projectId of new Set(services.map((service) => service.projectId))) {
      const differing = await auditProjectDays(table.store, projectId);
      if (options.repair) {
        for (const day of differing) {
          await table.store.recountProjectDay({ projectId, day });
          process.stderr.write(`${projectId} ${day}: counted anew\n`);
        }
      }
      const days = options.repair ? await auditProjectDays(table.store, projectId) : differing;
      for (const day of days) differences.push({ projectId, serviceId: null, what: "project", day });
    }
    progress.end();
    if (options.json) {
      const { failures, totals } = report;
      process.stdout.write(
        `${JSON.stringify({ services: report.services, ...totals, differences, failures }, null, 2)}\n`,
      );
    } else {
      for (const { projectId, serviceId, what, day } of differences) {
        const place = serviceId === null ? projectId : `${projectId}/${serviceId}`;
        process.stdout.write(`${place} ${day}: ${WORDS[what] ?? what}\n`);
      }
      process.stdout.write(`${report.services} services, ${summarize(report.totals)}\n`);
    }
    return report.failures.length === 0 && differences.length === 0 && !signal.aborted;
  } finally {
    table.close();
  }
}

interface Difference {
  readonly projectId: string;
  /** `null`: the project's own day. */
  readonly serviceId: string | null;
  readonly what: string;
  readonly day: string;
}

const WORDS: Readonly<Record<string, string>> = {
  rollup: "the rollup is not the sum of its deployments",
  project: "the project's day is not the sum of its services' days: npm run verify -- --repair",
  deployments: "the deployments differ from what the rules derive from their events: npm run rebuild",
};

function summarize({ days, rollups, deployments }: Totals): string {
  return `${days} days recomputed, ${rollups} rollups and ${deployments} days of deployments differ`;
}
