import type { FindingEvidence } from "@deploy-lens/api/findings/findings";
import { logTicks } from "../../charts/duration-ticks.ts";
import { useWords } from "../../language/words.ts";
import { Duration } from "../../time/duration.tsx";
import { pointsShape } from "./points-shape.ts";
import { FINDINGS_WORDS } from "./words.ts";

const TICKS = 5;

/** Each deployment as a point, the kinds told apart by shape, with the medians and the range of places. */
export function PointsChart({ evidence }: { evidence: FindingEvidence }) {
  const t = useWords(FINDINGS_WORDS);
  const { points, axis, placed, before, after } = pointsShape(evidence);
  const heightOf = (ms: number) => (1 - Math.log(ms / axis.minMs) / Math.log(axis.maxMs / axis.minMs)) * 100;
  return (
    <>
      <div className="points-chart">
        <svg viewBox="0 0 1000 100" preserveAspectRatio="none" role="img" aria-label={t.chart(points.length)}>
          <rect
            className="points-placed"
            x={placed.from * 1000}
            y={0}
            width={(placed.to - placed.from) * 1000}
            height={100}
          />
          {before !== null && (
            <line
              className="points-median"
              x1={0}
              x2={placed.at * 1000}
              y1={before * 100}
              y2={before * 100}
              vectorEffect="non-scaling-stroke"
            />
          )}
          {after !== null && (
            <line
              className="points-median"
              x1={placed.at * 1000}
              x2={1000}
              y1={after * 100}
              y2={after * 100}
              vectorEffect="non-scaling-stroke"
            />
          )}
        </svg>
        {points.map(({ run, x, y }) => (
          <span
            key={run.deploymentId}
            className={[
              "point",
              run.isLong === true ? "point-long" : "",
              run.isWeekend ? "point-weekend" : "",
              run.outcome === "success" ? "" : "point-failed",
            ].join(" ")}
            style={{ left: `${x * 100}%`, top: `${y * 100}%` }}
          />
        ))}
        {logTicks(axis.minMs, axis.maxMs, TICKS).map((ms) => (
          <span
            key={ms}
            className="points-tick small muted"
            style={{ top: `${heightOf(ms)}%` }}
            aria-hidden="true"
          >
            <Duration ms={ms} />
          </span>
        ))}
      </div>
      <ul className="points-legend small">
        <li>
          <span className="point" /> {t.usual}
        </li>
        <li>
          <span className="point point-weekend" /> {t.weekend}
        </li>
        {points.some(({ run }) => run.isLong === true) && (
          <li>
            <span className="point point-long" /> {t.long}
          </li>
        )}
        {points.some(({ run }) => run.outcome !== "success") && (
          <li>
            <span className="point point-failed" /> {t.failed}
          </li>
        )}
        <li>
          <span className="points-swatch" /> {t.placed}
        </li>
      </ul>
    </>
  );
}
