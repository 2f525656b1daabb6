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

/** One of {@link SERVICE_STATUSES}. */
export type ServiceStatus = (typeof SERVICE_STATUSES)[number];

/**
 * Stands for the upstream's status where the service no longer exists there (404 `ModelArts.3502`); no upstream status is
 * spelled so.
 */
export const SERVICE_GONE = "service_gone";

/**
 * One look at a service's own status: what it was, and since when.
 *
 * Success text is undocumented on the wire, so a transition closes a deployment whose text does not. Looks are facts like
 * events: keep every one, since a later transition says nothing of an earlier attempt.
 */
export interface ServiceStatusObservation {
  /** The upstream's word: `running`, `failed`, `stopped`, `deploying`, …; or {@link SERVICE_GONE}. */
  readonly status: string;
  /** When the service entered that status, epoch ms; for {@link SERVICE_GONE}, when the upstream was found not to know it. */
  readonly transitionAtMs: number;
}
