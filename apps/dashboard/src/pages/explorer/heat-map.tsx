import { durationText } from "@deploy-lens/core/text/duration";
import { type KeyboardEvent, memo, type PointerEvent, useId, useRef, useState } from "react";
import { logTicks } from "../../charts/duration-ticks.ts";
import { useLanguage } from "../../language/language.tsx";
import { useWords } from "../../language/words.ts";
import { momentText } from "../../time/moment-text.ts";
import { useZone } from "../../time/zone.tsx";
import {
  type Cell,
  cellUnder,
  type HeatCell,
  type HeatGrid,
  type HeatMap,
  LEVELS,
  movedCell,
  regionOf,
  regionPlace,
  rowStartMs,
  timeTicks,
  yOf,
} from "./heat-map-shape.ts";
import type { Region } from "./region.ts";
import { useRegionText } from "./region-text.ts";
import { EXPLORER_WORDS } from "./words.ts";

/** Two corners of what is being selected, both included. */
interface Selection {
  readonly from: Cell;
  readonly to: Cell;
}

const ARROWS: Readonly<Record<string, readonly [right: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Durations over time on a logarithmic axis. A region is selected by mouse, finger or keyboard. */
export function HeatMapChart(props: {
  map: HeatMap;
  label: string;
  region: Region | null;
  /** The zone's offset from UTC, ms. */
  offsetMs: number;
  onRegion: (region: Region | null) => void;
}) {
  const { map, region, onRegion } = props;
  const { grid } = map;
  const t = useWords(EXPLORER_WORDS);
  const hint = useId();
  const plot = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Selection | null>(null);
  const [pointed, setPointed] = useState<Cell | null>(null);
  const shown = drag === null ? region : regionOf(grid, drag.from, drag.to);

  const under = ({ clientX, clientY }: PointerEvent) => {
    const { left, top, width, height } = plot.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    return cellUnder(grid, (clientX - left) / width, (clientY - top) / height);
  };
  const apply = (selection: Selection) => {
    setDrag(null);
    onRegion(regionOf(grid, selection.from, selection.to));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key];
    if (arrow !== undefined) {
      const at = drag?.to ?? pointed ?? fullestCell(map);
      const next = pointed === null && drag === null ? at : movedCell(grid, at, ...arrow);
      setPointed(next);
      setDrag(event.shiftKey ? { from: drag?.from ?? at, to: next } : null);
    } else if (event.key === "Enter" || event.key === " ") {
      const at = pointed ?? fullestCell(map);
      apply(drag ?? { from: at, to: at });
    } else if (event.key === "Escape") {
      setDrag(null);
      setPointed(null);
      onRegion(null);
    } else return;
    event.preventDefault();
  };

  return (
    <div className="heat">
      <div className="heat-rows" aria-hidden="true">
        <RowTicks grid={grid} />
      </div>
      <div
        className="heat-plot"
        ref={plot}
        role="application"
        aria-label={props.label}
        aria-describedby={hint}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keyboard
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => setPointed(null)}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const at = under(event);
          setDrag({ from: at, to: at });
        }}
        onPointerMove={(event) => {
          const at = under(event);
          setPointed((before) => (before !== null && isSame(before, at) ? before : at));
          setDrag((before) =>
            before === null || isSame(before.to, at) || event.buttons === 0 ? before : { ...before, to: at },
          );
        }}
        onPointerUp={() => drag !== null && apply(drag)}
        onPointerCancel={() => setDrag(null)}
        onPointerLeave={(event) => event.buttons === 0 && setPointed(null)}
      >
        <Cells map={map} />
        {shown !== null && <Frame grid={grid} region={shown} className="heat-region" />}
        {drag === null && pointed !== null && (
          <Frame grid={grid} region={regionOf(grid, pointed, pointed)} className="heat-cursor" />
        )}
      </div>
      <div className="heat-columns" aria-hidden="true">
        <ColumnTicks grid={grid} offsetMs={props.offsetMs} />
      </div>
      <p className="heat-readout small muted" role="status">
        {drag !== null || pointed !== null ? (
          <Readout map={map} selection={drag ?? { from: pointed ?? ORIGIN, to: pointed ?? ORIGIN }} />
        ) : (
          <Legend map={map} />
        )}
      </p>
      <p id={hint} className="heat-hint small muted">
        {t.heatHint}
      </p>
    </div>
  );
}

const ORIGIN: Cell = { column: 0, row: 0 };

function isSame(a: Cell, b: Cell): boolean {
  return a.column === b.column && a.row === b.row;
}

function fullestCell({ cells }: HeatMap): Cell {
  return (
    cells.reduce<HeatCell | null>((most, cell) => (most === null || cell.n > most.n ? cell : most), null) ??
    ORIGIN
  );
}

/** One path per color: hundreds of elements would take longer to lay out than all else on the page. */
const Cells = memo(function Cells({ map: { grid, cells } }: { map: HeatMap }) {
  const pathOf = (level: number, failing: boolean) =>
    cells
      .filter((cell) => cell.level === level && isFailing(cell) === failing)
      .map(({ column, row }) => `M${column} ${grid.rows - 1 - row}h1v1h-1z`)
      .join("");
  return (
    <svg viewBox={`0 0 ${grid.columns} ${grid.rows}`} preserveAspectRatio="none" aria-hidden="true">
      {Array.from({ length: LEVELS }, (_, i) => i + 1).flatMap((level) =>
        [false, true].map((failing) => (
          <path
            key={`${level} ${failing}`}
            className={failing ? "heat-cell heat-failing" : "heat-cell"}
            data-level={level}
            d={pathOf(level, failing)}
          />
        )),
      )}
    </svg>
  );
});

function isFailing({ n, failed }: HeatCell): boolean {
  return failed * 2 >= n;
}

function Frame({ grid, region, className }: { grid: HeatGrid; region: Region; className: string }) {
  const { left, right, top, bottom } = regionPlace(grid, region);
  const percent = (part: number) => `${(part * 100).toFixed(3)}%`;
  return (
    <span
      className={className}
      style={{
        left: percent(left),
        width: percent(right - left),
        top: percent(top),
        height: percent(bottom - top),
      }}
    />
  );
}

function RowTicks({ grid }: { grid: HeatGrid }) {
  const { language } = useLanguage();
  const ticks = logTicks(Math.ceil(grid.minMs), rowStartMs(grid, grid.rows), 7);
  return ticks.map((ms) => (
    <span key={ms} className="heat-row-tick" style={{ top: `${((1 - yOf(grid, ms)) * 100).toFixed(2)}%` }}>
      {durationText(ms, language)}
    </span>
  ));
}

function ColumnTicks({ grid, offsetMs }: { grid: HeatGrid; offsetMs: number }) {
  const { language } = useLanguage();
  const zone = useZone();
  const spanMs = grid.stepMs * grid.columns;
  const style = spanMs <= 2 * 86_400_000 ? "clock" : "day";
  // A text that begins further right would be cut off.
  const ticks = timeTicks(grid, offsetMs).filter((epochMs) => epochMs - grid.firstMs < 0.95 * spanMs);
  return ticks.map((epochMs) => (
    <span
      key={epochMs}
      className="heat-column-tick"
      style={{ left: `${(((epochMs - grid.firstMs) / spanMs) * 100).toFixed(2)}%` }}
    >
      {momentText(epochMs, style, language, zone).replace(/^(\d\d:\d\d):\d\d$/, "$1")}
    </span>
  ));
}

/** Describes a region in words: when, how long, how many. */
function Readout({ map, selection }: { map: HeatMap; selection: Selection }) {
  const t = useWords(EXPLORER_WORDS);
  const describe = useRegionText();
  const region = regionOf(map.grid, selection.from, selection.to);
  const within = (value: number, a: number, b: number) => value >= Math.min(a, b) && value <= Math.max(a, b);
  const { from, to } = selection;
  const cells = map.cells.filter(
    ({ column, row }) => within(column, from.column, to.column) && within(row, from.row, to.row),
  );
  const n = cells.reduce((sum, cell) => sum + cell.n, 0);
  const failed = cells.reduce((sum, cell) => sum + cell.failed, 0);
  const { when, took } = describe(region);
  return t.cellText(when, took, n, failed);
}

function Legend({ map: { above, below } }: { map: HeatMap }) {
  const t = useWords(EXPLORER_WORDS);
  return (
    <>
      <span className="heat-key">
        <span className="heat-swatch" /> {t.fewFailed}
      </span>
      <span className="heat-key">
        <span className="heat-swatch heat-failing" /> {t.manyFailed}
      </span>
      {above > 0 && <span>▲ {t.above(above)}</span>}
      {below > 0 && <span>▼ {t.below(below)}</span>}
    </>
  );
}
