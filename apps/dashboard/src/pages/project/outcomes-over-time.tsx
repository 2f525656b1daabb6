import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { OUTCOME_LABELS } from "@deploy-lens/core/vocabulary/labels";
import { numberText } from "../../language/number-text.ts";
import { useLabel, useWords } from "../../language/words.ts";
import type { SliceCounts } from "../../queries/project-queries.ts";
import { ExplorerLink } from "../../search/explorer-link.tsx";
import { CountsOverTime } from "./counts-over-time.tsx";
import { type Ends, endsOf } from "./ends.ts";
import { PROJECT_WORDS } from "./words.ts";

const TONES = {
  succeeded: "good",
  failed: "bad",
  cancelled: "neutral",
  superseded: "neutral",
} as const satisfies Partial<Record<keyof Ends, string>>;

/** The explorer's filters. */
const OUTCOMES_OF = {
  succeeded: "success",
  failed: "failure,timed_out",
  cancelled: "cancelled",
  superseded: "superseded",
} as const satisfies Record<keyof typeof TONES, string>;

const SHOWN = ["succeeded", "failed", "cancelled", "superseded"] as const satisfies readonly (keyof Ends)[];

/** Outcomes in each part of the window. Each row has a scale of its own. */
export function OutcomesOverTime(props: {
  durations: DeployDurations;
  slices: readonly SliceCounts[] | undefined;
}) {
  const t = useWords(PROJECT_WORDS);
  const label = useLabel();
  const ends = endsOf(props.durations.outcomes);
  const names = {
    succeeded: label(OUTCOME_LABELS.success),
    failed: t.failedOrTimedOut,
    cancelled: label(OUTCOME_LABELS.cancelled),
    superseded: label(OUTCOME_LABELS.superseded),
  };
  return (
    <ul className="causes">
      {SHOWN.map((end) => {
        const countOf = ({ outcomes }: SliceCounts) => endsOf(outcomes)[end];
        return (
          <li key={end}>
            <span className="cause-name">
              <ExplorerLink search={{ outcome: OUTCOMES_OF[end] }}>{names[end]}</ExplorerLink>
            </span>
            <CountsOverTime
              name={names[end]}
              slices={props.slices}
              countOf={countOf}
              most={Math.max(1, ...(props.slices ?? []).map(countOf))}
              filter={{ outcome: OUTCOMES_OF[end] }}
              tone={TONES[end]}
            />
            <span className="cause-n number">{numberText(ends[end])}</span>
          </li>
        );
      })}
    </ul>
  );
}
