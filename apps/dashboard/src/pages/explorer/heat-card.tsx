import { durationText } from "@deploy-lens/core/text/duration";
import { useMemo } from "react";
import { Card } from "../../design/card.tsx";
import { useLaterValue } from "../../design/later.tsx";
import { useLanguage } from "../../language/language.tsx";
import { useWords } from "../../language/words.ts";
import type { ZoneClock } from "../../time/zone-clock.ts";
import { compareRegion } from "./differences.ts";
import { DifferencesCard } from "./differences-card.tsx";
import type { ExplorerSearch, ExplorerWindow } from "./explorer-search.ts";
import { HeatMapChart } from "./heat-map.tsx";
import { heatMap } from "./heat-map-shape.ts";
import type { Point } from "./point.ts";
import { isInside, type Region, regionText } from "./region.ts";
import { EXPLORER_WORDS } from "./words.ts";

/** The chart, and what differs in its region. */
export function HeatCard(props: {
  points: readonly Point[];
  window: ExplorerWindow;
  region: Region | null;
  clock: ZoneClock;
  serviceName: (serviceId: string) => string;
  onChange: (changes: ExplorerSearch) => void;
  onZoom: () => void;
}) {
  const { points, window, region, clock, serviceName, onChange, onZoom } = props;
  const t = useWords(EXPLORER_WORDS);
  const { language } = useLanguage();
  const offsetMs = clock.offsetMs(window.toMs);
  const map = useMemo(() => heatMap(points, window, offsetMs), [points, window, offsetMs]);
  const [shortestMs, longestMs] = useMemo(() => endsOf(points), [points]);
  // The frame follows the pointer at once, the comparison as soon as there is time.
  const compared = useLaterValue(region);
  const comparison = useMemo(
    () =>
      compared === null ? null : compareRegion(points, (point) => isInside(compared, point), clock.hourOf),
    [points, compared, clock],
  );
  return (
    <>
      <Card title={t.heat} note={t.heatNote} className="heat-card">
        <HeatMapChart
          map={map}
          label={t.heatLabel(
            points.length,
            durationText(shortestMs, language),
            durationText(longestMs, language),
          )}
          region={region}
          offsetMs={offsetMs}
          onRegion={(next) => onChange({ region: next === null ? undefined : regionText(next) })}
        />
      </Card>
      {comparison !== null && compared !== null && (
        <DifferencesCard
          comparison={comparison}
          region={compared}
          serviceName={serviceName}
          onChange={onChange}
          onZoom={onZoom}
        />
      )}
    </>
  );
}

function endsOf(points: readonly Point[]): readonly [shortestMs: number, longestMs: number] {
  let shortestMs = Number.POSITIVE_INFINITY;
  let longestMs = 0;
  for (const { observedMs } of points) {
    shortestMs = Math.min(shortestMs, observedMs);
    longestMs = Math.max(longestMs, observedMs);
  }
  return [shortestMs, longestMs];
}
