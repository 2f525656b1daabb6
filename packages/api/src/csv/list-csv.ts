import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import type { DeploymentSummary } from "../deployments/deployment-summary.ts";
import type { ProjectDeployment } from "../deployments/project-deployments.ts";
import type { Event } from "../events/events.ts";
import type { FindingAnswer } from "../findings/findings.ts";
import type { Service } from "../services/services.ts";
import type { CsvCell } from "../statistics/deploy-durations-csv.ts";

/** A CSV column of a list: its header, and its cell for an item. */
export type CsvColumn<Item> = readonly [header: string, cell: (item: Item) => CsvCell];

/** CSV columns of events. All are always present, so that spreadsheet formulas stay valid. */
export const EVENT_COLUMNS: readonly CsvColumn<Event>[] = [
  ["id", ({ id }) => id],
  ["occurredAt", ({ occurredAt }) => occurredAt],
  ["severity", ({ severity }) => severity],
  ["message", ({ message }) => message],
  ["signal", ({ signal }) => signal],
  ["phase", ({ phase }) => phase],
  ["operation", ({ operation }) => operation],
  ["modelName", ({ model }) => model?.name ?? null],
  ["modelVersion", ({ model }) => model?.version ?? null],
  ["rule", ({ rule }) => rule],
  ["cause", ({ cause }) => cause],
];

/** CSV columns of deployments, two per phase. */
export const DEPLOYMENT_COLUMNS: readonly CsvColumn<DeploymentSummary>[] = [
  ["id", ({ id }) => id],
  ["serviceId", ({ serviceId }) => serviceId],
  ["kind", ({ kind }) => kind],
  ["outcome", ({ outcome }) => outcome],
  ["startedAt", ({ startedAt }) => startedAt],
  ["endedAt", ({ endedAt }) => endedAt],
  ["endedBy", ({ endedBy }) => endedBy],
  ["totalMs", ({ totalMs }) => totalMs],
  ["observedMs", ({ observedMs }) => observedMs],
  ["models", ({ models }) => models.map(({ name, version }) => `${name} ${version}`).join("; ")],
  ["flags", ({ flags }) => flags.join("; ")],
  ["cause", ({ cause }) => cause],
  ["unclassified", ({ unclassified }) => unclassified],
  ...PHASES.flatMap((phase): CsvColumn<DeploymentSummary>[] => [
    [`${phase}_wallMs`, ({ phases }) => phases.find((summary) => summary.phase === phase)?.wallMs ?? null],
    [
      `${phase}_criticalMs`,
      ({ phases }) => phases.find((summary) => summary.phase === phase)?.criticalMs ?? null,
    ],
  ]),
  ["gapsMs", ({ gapsMs }) => gapsMs],
];

const [idColumn, serviceIdColumn, ...otherColumns] = DEPLOYMENT_COLUMNS;

/** CSV columns of the deployments of a project: the service's name stands beside its id. */
export const PROJECT_DEPLOYMENT_COLUMNS: readonly CsvColumn<ProjectDeployment>[] = [
  ...[idColumn, serviceIdColumn].filter((column) => column !== undefined),
  ["serviceName", ({ serviceName }) => serviceName],
  ...otherColumns,
];

/** CSV columns of findings: durations in ms, shares from 0 to 1. */
export const FINDING_COLUMNS: readonly CsvColumn<FindingAnswer>[] = [
  ["id", ({ id }) => id],
  ["kind", ({ kind }) => kind],
  ["serviceId", ({ serviceId }) => serviceId],
  ["serviceName", ({ serviceName }) => serviceName],
  ["phase", ({ phase }) => phase],
  ["state", ({ state }) => state],
  ["since", ({ since }) => since.at],
  ["deploymentId", ({ since }) => since.deploymentId],
  ["beforeN", ({ before }) => before.n],
  ["beforeMedianMs", ({ before }) => before.medianMs],
  ["beforeShare", ({ before }) => before.share],
  ["afterN", ({ after }) => after.n],
  ["afterMedianMs", ({ after }) => after.medianMs],
  ["afterShare", ({ after }) => after.share],
  ["ratio", ({ ratio }) => ratio],
  ["totalMs", ({ attribution }) => attribution?.totalMs ?? null],
  ["group", ({ group }) => group?.id ?? null],
  ["summary", ({ summary }) => summary],
];

/** CSV columns of services. */
export const SERVICE_COLUMNS: readonly CsvColumn<Service>[] = [
  ["id", ({ id }) => id],
  ["name", ({ name }) => name],
  ["status", ({ status }) => status],
  ["lastTransitionAt", ({ lastTransitionAt }) => lastTransitionAt],
  ["progressPercent", ({ progressPercent }) => progressPercent],
  ["latestDeploymentId", ({ latestDeployment }) => latestDeployment?.id ?? null],
  ["latestDeploymentStartedAt", ({ latestDeployment }) => latestDeployment?.startedAt ?? null],
  ["latestDeploymentOutcome", ({ latestDeployment }) => latestDeployment?.outcome ?? null],
  ["latestDeploymentTotalMs", ({ latestDeployment }) => latestDeployment?.totalMs ?? null],
];
