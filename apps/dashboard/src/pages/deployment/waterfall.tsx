import { durationText } from "@deploy-lens/core/text/duration";
import { Fragment } from "react";
import { linearTicks } from "../../charts/duration-ticks.ts";
import { usePrinting } from "../../design/printing.ts";
import { useLanguage } from "../../language/language.tsx";
import { useWords } from "../../language/words.ts";
import { placeOf } from "./axis-place.ts";
import { CriticalPath } from "./critical-path-row.tsx";
import { type Mark, markOfRun, marksMeet, modelLabel } from "./mark.ts";
import { WaterfallBar } from "./waterfall-bar.tsx";
import { partLanes, type WaterfallLane, type WaterfallShape } from "./waterfall-shape.ts";
import { DEPLOYMENT_WORDS } from "./words.ts";
import "./waterfall.css";

export interface Marking {
  /** The element under the pointer, else the selection. */
  readonly mark: Mark | null;
  readonly chosen: Mark | null;
  /** The time under the pointer, ms since the start. */
  readonly cursorMs: number | null;
  readonly point: (mark: Mark | null, cursorMs?: number | null) => void;
  readonly choose: (mark: Mark | null) => void;
}

/** A deployment on its time axis: the critical path on top, then a lane per model with a bar per phase. */
export function Waterfall({ shape, marking }: { shape: WaterfallShape; marking: Marking }) {
  const t = useWords(DEPLOYMENT_WORDS);
  const { language } = useLanguage();
  const { lengthMs } = shape;
  const { shown, quiet } = partLanes(shape);
  const printing = usePrinting();
  const isChosen = ({ bars }: WaterfallLane) =>
    bars.some(({ run }) => marksMeet(marking.chosen, markOfRun(run)));
  const gaps = shape.path.filter(
    ({ phase, fromMs, toMs }) => phase === null && toMs - fromMs > lengthMs / 250,
  );
  return (
    <>
      <div className="waterfall">
        <div className="waterfall-axis" aria-hidden="true">
          <span className="waterfall-label small muted">{t.axis}</span>
          <div className="waterfall-plot">
            {linearTicks(lengthMs, 6).map((ms) => (
              <span
                key={ms}
                className={ms > lengthMs * 0.93 ? "tick tick-last" : "tick"}
                style={{ left: `${(ms / lengthMs) * 100}%` }}
              >
                {ms === 0 ? "0" : durationText(ms, language)}
              </span>
            ))}
          </div>
        </div>
        <div className="waterfall-behind" aria-hidden="true">
          <div className="waterfall-plot">
            {linearTicks(lengthMs, 6).map((ms) => (
              <span key={ms} className="axis-line" style={{ left: `${(ms / lengthMs) * 100}%` }} />
            ))}
            {gaps.map((gap) => (
              <span key={gap.fromMs} className="gap-band" style={placeOf(gap, lengthMs)} />
            ))}
            {marking.cursorMs !== null && (
              <span
                className="waterfall-cursor"
                style={{ left: `${Math.min(1, Math.max(0, marking.cursorMs / lengthMs)) * 100}%` }}
              />
            )}
          </div>
        </div>
        <CriticalPath shape={shape} marking={marking} />
        <Lanes lanes={shown} lengthMs={lengthMs} marking={marking} />
        {quiet.length > 0 && (
          <details className="quiet-lanes" open={printing || quiet.some(isChosen)}>
            <summary className="small muted">{t.quietModels(quiet.length)}</summary>
            <Lanes lanes={quiet} lengthMs={lengthMs} marking={marking} />
          </details>
        )}
      </div>
      <p className="small muted legend-text">
        {t.legend} <span className="no-print">{t.waterfallHint}</span>
      </p>
    </>
  );
}

function Lanes(props: { lanes: readonly WaterfallLane[]; lengthMs: number; marking: Marking }) {
  const t = useWords(DEPLOYMENT_WORDS);
  return props.lanes.map(({ model, bars }) => {
    const name = model === null ? t.wholeService : modelLabel(model);
    return (
      <Fragment key={name}>
        <h3 className="lane-name">{name}</h3>
        <ul className="lane" aria-label={name}>
          {bars.map((bar) => (
            <WaterfallBar key={bar.run.phase} bar={bar} lengthMs={props.lengthMs} marking={props.marking} />
          ))}
        </ul>
      </Fragment>
    );
  });
}
