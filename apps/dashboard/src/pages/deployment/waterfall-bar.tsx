import { durationText } from "@deploy-lens/core/text/duration";
import { PHASE_OUTCOME_LABELS } from "@deploy-lens/core/vocabulary/labels";
import { useLanguage } from "../../language/language.tsx";
import { useLabel, useWords } from "../../language/words.ts";
import { PhaseName } from "../../phases/phase-name.tsx";
import { placeOf } from "./axis-place.ts";
import { markOfRun, marksMeet, modelLabel } from "./mark.ts";
import type { Marking } from "./waterfall.tsx";
import type { Bar } from "./waterfall-shape.ts";
import { DEPLOYMENT_WORDS } from "./words.ts";

export function WaterfallBar({ bar, lengthMs, marking }: { bar: Bar; lengthMs: number; marking: Marking }) {
  const t = useWords(DEPLOYMENT_WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const { run, open } = bar;
  const mark = markOfRun(run);
  const marked = marksMeet(marking.mark, mark);
  const chosen = marksMeet(marking.chosen, mark);
  const time = run.wallMs === null ? t.open : durationText(run.wallMs, language);
  // The text alternative; phase and duration are visible text already.
  const words = [
    run.model === null ? t.wholeService : modelLabel(run.model),
    label(PHASE_OUTCOME_LABELS[run.outcome ?? "open"]),
    ...(run.attempts > 1 ? [t.retries(run.attempts - 1)] : []),
    t.onPath(durationText(run.criticalMs, language)),
  ].join(", ");
  const failed = run.outcome === "failure";
  return (
    <li
      className={`waterfall-row${marking.mark !== null && !marked ? " dim" : ""}${marked ? " marked" : ""}`}
      data-phase={run.phase}
    >
      <button
        type="button"
        className="waterfall-button"
        aria-pressed={chosen}
        title={words}
        onClick={() => marking.choose(chosen ? null : mark)}
        onPointerEnter={() => marking.point(mark)}
        onPointerLeave={() => marking.point(null)}
        onFocus={() => marking.point(mark)}
        onBlur={() => marking.point(null)}
      >
        <span className="waterfall-label">
          <PhaseName phase={run.phase} />
        </span>
        <span className="waterfall-plot">
          <span
            className={`bar phase-fill${open ? " bar-open" : ""}${failed ? " bar-failed" : ""}`}
            style={placeOf(bar, lengthMs)}
          />
          {bar.critical.map((span) => (
            <span
              key={span.fromMs}
              className={open ? "bar-critical phase-fill bar-open" : "bar-critical phase-fill"}
              style={placeOf(span, lengthMs)}
            />
          ))}
          {failed && <span className="bar-end" style={{ left: `${(bar.toMs / lengthMs) * 100}%` }} />}
          {bar.retriesMs.map((ms) => (
            <span
              key={ms}
              className="bar-retry"
              aria-hidden="true"
              title={t.retry}
              style={{ left: `${(ms / lengthMs) * 100}%` }}
            >
              ↻
            </span>
          ))}
        </span>
        <span className="bar-time small">
          {time}
          <span className="hidden-visually">, {words}</span>
        </span>
      </button>
    </li>
  );
}
