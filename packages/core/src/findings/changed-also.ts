import type { Configured, Run } from "./run.ts";

/** Facts that can change beside a duration. */
export const CHANGED_ALSO = [
  "model_version",
  "specification",
  "instance_count",
  "pool",
  "traffic",
  "pause",
] as const;

/** A fact about the deployments around a change: not its cause. */
export interface ChangedAlso {
  readonly what: (typeof CHANGED_ALSO)[number];
  /** The model concerned; `null` for a pause. */
  readonly model: string | null;
  /** `null`: there was none. For a pause, the start of the last deployment before it. */
  readonly before: string | null;
  readonly after: string | null;
}

/** The first deployment after a pause may find images and nodes gone. */
const PAUSE_MS = 7 * 86_400_000;

const WORDS = {
  specification: "specification",
  instanceCount: "instance_count",
  pool: "pool",
  traffic: "traffic",
} as const satisfies Record<keyof Configured, ChangedAlso["what"]>;

/**
 * Compares the last deployment before a change's range of places with the range's last.
 *
 * @param runs in the order of their starts
 * @param from index of the first run that the change may begin with
 * @param to index of the last such run
 */
export function changedAlso(runs: readonly Run[], from: number, to: number): readonly ChangedAlso[] {
  const before = modelsAt(runs, from - 1);
  const after = modelsAt(runs, to);
  const facts: ChangedAlso[] = [];
  for (const name of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [old, now] = [before.get(name), after.get(name)];
    if (old?.version !== now?.version) {
      facts.push({
        what: "model_version",
        model: name,
        before: old?.version ?? null,
        after: now?.version ?? null,
      });
    }
    if (old?.configured == null || now?.configured == null) continue;
    for (const [field, what] of Object.entries(WORDS) as [keyof Configured, ChangedAlso["what"]][]) {
      const [was, is] = [text(old.configured[field]), text(now.configured[field])];
      if (was !== is) facts.push({ what, model: name, before: was, after: is });
    }
  }
  for (let i = Math.max(1, from); i <= to; i++) {
    const [last, next] = [runs[i - 1]?.startedAtMs ?? 0, runs[i]?.startedAtMs ?? 0];
    if (next - last < PAUSE_MS) continue;
    facts.push({ what: "pause", model: null, before: instant(last), after: instant(next) });
  }
  return facts;
}

interface KnownModel {
  readonly version: string;
  /** As last reported. */
  readonly configured: Configured | null;
}

/** The models of a run, each with the configuration last reported for it. */
function modelsAt(runs: readonly Run[], at: number): ReadonlyMap<string, KnownModel> {
  const models = runs[at]?.models ?? [];
  return new Map(
    models.map(({ name, version }) => {
      const last = runs
        .slice(0, at + 1)
        .findLast((run) => run.models.some((model) => model.name === name && model.configured !== null));
      return [
        name,
        { version, configured: last?.models.find((model) => model.name === name)?.configured ?? null },
      ];
    }),
  );
}

function text(value: string | number | null): string | null {
  return value === null ? null : String(value);
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
