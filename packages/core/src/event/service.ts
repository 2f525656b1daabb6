/** One service, in our own names. Fields that the upstream omits are `null`. */
export interface ServiceSummary {
  readonly id: string;
  readonly name: string;
  /** The upstream's word: `running`, `deploying`, `concerning`, `failed`, `stopped`, `finished`, … */
  readonly status: string;
  /** When the service entered that status, epoch ms. */
  readonly lastTransitionAtMs: number | null;
  /** Progress as reported by the upstream, 0 to 100; `null` unless the service is deploying. */
  readonly progressPercent: number | null;
  /** `real-time`, `batch`, `edge`. */
  readonly inferType: string | null;
  readonly description: string | null;
  readonly workspaceId: string | null;
  readonly publishedAtMs: number | null;
  /** When the service stops by itself, epoch ms. */
  readonly stopsAtMs: number | null;
}
