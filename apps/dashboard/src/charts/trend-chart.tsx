import type { ReactNode } from "react";
import {
  changePlace,
  nearestPlace,
  type TrendChange,
  type TrendDay,
  type TrendWindow,
  trendShape,
} from "./trend-shape.ts";
import "./trend-chart.css";

/** More dots would touch. */
const MOST_DOTS = 45;

/** Daily medians with a band up to p90, the places where the level changed, and a cursor controlled by the page. */
export function TrendChart(props: {
  days: readonly TrendDay[];
  window: TrendWindow;
  changes: readonly TrendChange[];
  label: string;
  top: (maxMs: number) => ReactNode;
  cursorMs: number | null;
  onPoint: (dayMs: number | null) => void;
  /** Called with the day that was clicked. */
  onChoose: ((dayMs: number) => void) | null;
}) {
  const { line, band, places, maxMs } = trendShape(props.days, props.window);
  const cursor = places.find(({ day }) => day.dayMs === props.cursorMs);
  const changes = props.changes.map((change) => changePlace(change, props.window));
  const { onChoose } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the table of days below leads there by keyboard
    // biome-ignore lint/a11y/noStaticElementInteractions: the table of days below leads there by keyboard
    <div
      className={onChoose === null ? "trend-chart" : "trend-chart trend-leads"}
      onClick={() => cursor !== undefined && onChoose?.(cursor.day.dayMs)}
      onPointerMove={({ currentTarget, clientX }) => {
        const { left, width } = currentTarget.getBoundingClientRect();
        props.onPoint(nearestPlace(places, (clientX - left) / width)?.day.dayMs ?? null);
      }}
      onPointerLeave={() => props.onPoint(null)}
    >
      <span className="trend-top" aria-hidden="true">
        {props.top(maxMs)}
      </span>
      <svg viewBox="0 0 1000 100" preserveAspectRatio="none" role="img" aria-label={props.label}>
        {changes.map(({ x, from, to }) => (
          <g key={x} className="trend-change">
            <rect x={from * 1000} width={(to - from) * 1000} height={100} />
            <line x1={x * 1000} x2={x * 1000} y2={100} vectorEffect="non-scaling-stroke" />
          </g>
        ))}
        <path className="trend-band" d={band} />
        <path className="trend-line" d={line} vectorEffect="non-scaling-stroke" />
      </svg>
      {places.length <= MOST_DOTS &&
        places.map(({ day, x, y }) => (
          <span key={day.dayMs} className="trend-dot" style={{ left: `${x * 100}%`, top: `${y * 100}%` }} />
        ))}
      {cursor !== undefined && <span className="trend-cursor" style={{ left: `${cursor.x * 100}%` }} />}
    </div>
  );
}
