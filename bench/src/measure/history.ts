import { DAY_MS, type DeploymentDurations, utcDay } from "@deploy-lens/core/durations";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import { createRandom } from "@deploy-lens/simulator/random";
import type { Row } from "../peers/raw-rows.ts";

/** Columns of a {@link Row}: the phases, and the total. */
export const COLUMNS = PHASES.length + 1;

/** Days of a history. */
export const HISTORY_DAYS = 90;

const FIRST_MS = Date.UTC(2026, 6, 6);

/** Median of each phase, ms; pulls are warm or cold. */
const MEDIANS_MS = [140_000, 20_000, 15, 60_000, 38_000];

/** The days of a service's history, with so many deployments each; the same every time. */
export function* historyRows(perDay: number): Generator<readonly Row[]> {
  const random = createRandom(`history ${perDay}`);
  for (let day = 0; day < HISTORY_DAYS; day++) {
    yield Array.from({ length: perDay }, () => {
      const phases = MEDIANS_MS.map((medianMs, i) => {
        const isWarm = PHASES[i] === "pull_image" && random.chance(0.4);
        return Math.round(random.logNormal(isWarm ? 1_500 : medianMs, 0.35));
      });
      return [...phases, phases.reduce((sum, ms) => sum + ms, 0)];
    });
  }
}

/** A day's rows as the contributions of deployments. */
export function contributionsOf(rows: readonly Row[], day: number): DeploymentDurations[] {
  const startOfDayMs = FIRST_MS + day * DAY_MS;
  const model = { name: "resnet", version: `1.${day}.0` };
  return rows.map((row, index) => {
    const startedAtMs = startOfDayMs + Math.floor((index * DAY_MS) / rows.length);
    const phases = PHASES.map((phase, i) => ({
      phase,
      startedAfterMs: 0,
      wallMs: row[i] ?? 0,
      criticalMs: row[i] ?? 0,
      unmeasured: null,
    }));
    return {
      id: `deployment-${startedAtMs}`,
      serviceId: "bench",
      startedAtMs,
      day: utcDay(startOfDayMs),
      kind: "deploy",
      outcome: "success",
      failureCause: null,
      models: [model],
      totalMs: row.at(-1) ?? 0,
      gapMs: 0,
      phases,
      modelPhases: phases.map(({ phase, wallMs, unmeasured }) => ({ phase, model, wallMs, unmeasured })),
    };
  });
}

/** The window that holds the whole history. */
export const HISTORY_WINDOW = { fromMs: FIRST_MS, toMs: FIRST_MS + HISTORY_DAYS * DAY_MS } as const;
