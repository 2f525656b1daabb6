/** The states of a service that the platform documents. An answer may hold others. */
export const SERVICE_STATUSES = [
  "running",
  "deploying",
  "concerning",
  "failed",
  "stopped",
  "finished",
  "stopping",
  "deleting",
  "pending",
  "waiting",
] as const;

export type ServiceStatus = (typeof SERVICE_STATUSES)[number];

/**
 * The status of a service that no longer exists upstream (404 `ModelArts.3502`); no upstream status has this spelling.
 */
export const SERVICE_GONE = "service_gone";

/**
 * One observation of a service's own status and the time of its transition.
 *
 * Success texts are undocumented, so a transition closes a deployment whose events do not. Observations are facts like
 * events: store every one, because a later transition says nothing about an earlier attempt.
 */
export interface ServiceStatusObservation {
  /** The upstream's word: `running`, `failed`, `stopped`, `deploying`, …; or {@link SERVICE_GONE}. */
  readonly status: string;
  /** When the service entered that status, epoch ms; for {@link SERVICE_GONE}, when the upstream was found not to know it. */
  readonly transitionAtMs: number;
}
