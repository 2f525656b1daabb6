import { type LogAxis, logPosition } from "./duration-ticks.ts";
import type { Bin } from "./histogram-bins.ts";

const WIDTH = 1000;
const HEIGHT = 100;

export function HistogramBars(props: {
  bins: readonly Bin[];
  axis: LogAxis;
  label: string;
  binLabel: (bin: Bin) => string;
  /** Called with the bar that was clicked. */
  onBin?: ((bin: Bin) => void) | undefined;
}) {
  const { bins, axis, onBin } = props;
  const highest = Math.max(1, ...bins.map(({ count }) => count));
  return (
    <svg
      className="histogram"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={props.label}
    >
      {bins
        .filter(({ count }) => count > 0)
        .map((bin) => {
          const x = logPosition(axis, bin.aboveMs) * WIDTH;
          const width = logPosition(axis, bin.upToMs) * WIDTH - x;
          // Square root, so that one slow pull stays visible beside two hundred fast ones.
          const height = Math.sqrt(bin.count / highest) * HEIGHT;
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the row's name is a link, and the page it leads to has durations to choose
            <rect
              key={bin.aboveMs}
              className={onBin && "bin-leads"}
              x={x}
              y={HEIGHT - height}
              width={width * 0.9}
              height={height}
              onClick={onBin && (() => onBin(bin))}
            >
              <title>{props.binLabel(bin)}</title>
            </rect>
          );
        })}
    </svg>
  );
}
