/** Bounds of a call: a deadline, and a signal to give up earlier. */
export interface UpstreamCallOptions {
  /** Epoch ms, by the client's clock. */
  readonly deadlineMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}
