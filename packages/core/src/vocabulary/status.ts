/**
 * One look at a service's own status: what it was, and since when.
 *
 * Success text is undocumented on the wire, so a transition closes a deployment whose text does not. Looks are facts like
 * events: keep every one, since a later transition says nothing of an earlier attempt.
 */
export interface ServiceStatusObservation {
  /** The upstream's word: `running`, `failed`, `stopped`, `deploying`, … */
  readonly status: string;
  /** When the service entered that status, epoch ms. */
  readonly transitionAtMs: number;
}
