import { PROJECT_DEPLOYMENT_COLUMNS } from "@deploy-lens/api/csv/list-csv";
import { writeCsv } from "@deploy-lens/api/csv/write-csv";
import type { ProjectDeployment } from "@deploy-lens/api/deployments/project-deployments";
import type { Client } from "@deploy-lens/client/call";
import { type ListProjectDeployments, listProjectDeployments } from "@deploy-lens/client/routes/deployments";
import { pagesOf } from "@deploy-lens/client/routes/pages";

export type FileFormat = "csv" | "ndjson";

interface ReadOptions {
  readonly signal: AbortSignal;
  /** Called with the number of deployments read so far. */
  readonly onRead: (n: number) => void;
}

const PAGE_SIZE = 200;

/** Saves all deployments that match as a file, named by project and window: `demo_2026-11-21_2026-11-28.csv`. */
export async function saveDeployments(
  client: Client,
  request: Omit<ListProjectDeployments, "limit" | "cursor">,
  format: FileFormat,
  { signal, onRead }: ReadOptions,
): Promise<void> {
  // Excel needs the byte order mark to detect UTF-8.
  const parts = format === "csv" ? ["\ufeff", csvHead()] : [];
  let n = 0;
  const pages = pagesOf(listProjectDeployments, client, { ...request, limit: PAGE_SIZE }, { signal });
  for await (const { deployments } of pages) {
    parts.push(format === "csv" ? csvRows(deployments) : ndjsonRows(deployments));
    n += deployments.length;
    onRead(n);
  }
  const day = (time: unknown) => new Date(Number(time)).toISOString().slice(0, 10);
  const project = request.projectId.replace(/[^\p{L}\p{N}.-]+/gu, "-");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type: TYPES[format] }));
  link.download = `${[project, day(request.from), day(request.to)].join("_")}.${format}`;
  link.click();
  URL.revokeObjectURL(link.href);
}

const TYPES: Record<FileFormat, string> = { csv: "text/csv", ndjson: "application/x-ndjson" };

/** The same head and rows as the API's own CSV. */
function csvHead(): string {
  return writeCsv([PROJECT_DEPLOYMENT_COLUMNS.map(([head]) => head)]);
}

function csvRows(deployments: readonly ProjectDeployment[]): string {
  return writeCsv(
    deployments.map((deployment) => PROJECT_DEPLOYMENT_COLUMNS.map(([, cell]) => cell(deployment))),
  );
}

function ndjsonRows(deployments: readonly ProjectDeployment[]): string {
  return deployments.map((deployment) => `${JSON.stringify(deployment)}\n`).join("");
}
