import type { DeploymentAnswer } from "@deploy-lens/api/deployments/deployment";
import { getDeployDurations } from "@deploy-lens/client/routes/deploy-durations";
import { listDeployments } from "@deploy-lens/client/routes/deployments";
import { getService } from "@deploy-lens/client/routes/services";
import { UsageError } from "@deploy-lens/command";
import type { Language } from "@deploy-lens/core/vocabulary/labels";
import { channelOf } from "@deploy-lens/notify/channels";
import { type DeploymentNotice, noticeOf } from "@deploy-lens/notify/notice";
import { type Channel, sendNotice } from "@deploy-lens/notify/send-notice";
import type { Connection } from "./connection.ts";

/** Waits before further attempts, ms. */
const WAITS_MS = [5_000, 15_000, 60_000];

/**
 * The channel of `--notify`; secrets come from the environment, never from the command line.
 *
 * @throws UsageError for an address or a secret of another form
 */
export function recipientOf(url: string, env: NodeJS.ProcessEnv): Channel {
  const secrets = (env.DEPLOY_LENS_NOTIFY_SECRET ?? "").split(",").filter((secret) => secret !== "");
  try {
    return channelOf(url, secrets);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`--notify: ${error.message}`, { cause: error });
  }
}

/**
 * Tells a recipient how a deployment ended.
 *
 * @returns why it could not be told; `null` if it was
 */
export async function tellEnd(
  connection: Connection,
  deployment: DeploymentAnswer,
  channel: Channel,
  { language, signal }: { readonly language: Language; readonly signal: AbortSignal },
): Promise<string | null> {
  const notice = await noticeOfEnd(connection, deployment, signal);
  const { accepted, reason } = await sendNotice(notice, channel, {
    language,
    reach: "anywhere",
    waitsMs: WAITS_MS,
    signal,
  });
  return accepted ? null : reason;
}

async function noticeOfEnd(
  { client, projectId, baseUrl }: Connection,
  deployment: DeploymentAnswer,
  signal: AbortSignal,
): Promise<DeploymentNotice> {
  const { id, serviceId, outcome, endedAt, totalMs, failure } = deployment;
  if (outcome === null || endedAt === null || totalMs === null) throw new Error("the deployment is open");
  const service = { projectId, serviceId };
  const [{ name }, { deployments }, { total }] = await Promise.all([
    getService(client, service, { signal }),
    listDeployments(client, { ...service, to: deployment.startedAt, limit: 1 }, { signal }),
    getDeployDurations(client, { ...service, to: deployment.startedAt }, { signal }),
  ]);
  const page = `/projects/${encodeURIComponent(projectId)}/services/${serviceId}/deployments/${id}`;
  return noticeOf({
    project: projectId,
    service: { id: serviceId, name },
    before: deployments[0]?.outcome ?? null,
    usualMs: total.quantiles["0.5"] ?? null,
    url: new URL(page, baseUrl).href,
    deployment: {
      id,
      kind: deployment.kind,
      outcome,
      startedAt: deployment.startedAt,
      endedAt,
      totalMs,
      models: deployment.models,
      failure: failure === null ? null : { cause: failure.cause, message: failure.message },
      failedPhase: deployment.phases.find((run) => run.outcome === "failure")?.phase ?? null,
    },
  });
}
