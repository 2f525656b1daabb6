import { type DayValue, linePath, sparkPoints } from "./spark-line.ts";
import "./sparkline.css";

const SIZE = { width: 112, height: 24 };

/** A trend without axes; `label` is its text alternative. */
export function Sparkline(props: {
  values: readonly DayValue[];
  window: { readonly fromMs: number; readonly toMs: number };
  label: string;
}) {
  const points = sparkPoints(props.values, props.window, SIZE);
  const last = points.at(-1);
  return (
    <svg
      className="sparkline"
      viewBox={`-3 -3 ${SIZE.width + 6} ${SIZE.height + 6}`}
      role="img"
      aria-label={props.label}
    >
      <title>{props.label}</title>
      <path d={linePath(points)} />
      {last !== undefined && <circle cx={last.x} cy={last.y} r="2.5" />}
    </svg>
  );
}
