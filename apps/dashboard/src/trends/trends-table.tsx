import type { TrendDay } from "../charts/trend-shape.ts";
import { NumberHead } from "../design/number-head.tsx";
import { ScrollRegion } from "../design/scroll-region.tsx";
import { useWords } from "../language/words.ts";
import { type Measured, PhaseName } from "../phases/phase-name.tsx";
import { ExplorerLink, explorerSlice } from "../search/explorer-link.tsx";
import { Duration } from "../time/duration.tsx";
import { TRENDS_WORDS } from "./words.ts";

export function TrendsTable(props: {
  trends: ReadonlyMap<Measured, readonly TrendDay[]>;
  days: readonly number[];
  dayText: (dayMs: number) => string;
}) {
  const t = useWords(TRENDS_WORDS);
  return (
    <ScrollRegion label={t.trend}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t.day}</th>
            <NumberHead>{t.n}</NumberHead>
            {[...props.trends.keys()].map((phase) => (
              <NumberHead key={phase}>
                <PhaseName phase={phase} />
              </NumberHead>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.days.toReversed().map((dayMs) => (
            <tr key={dayMs}>
              <th scope="row" className="nowrap">
                <ExplorerLink search={explorerSlice({ fromMs: dayMs, toMs: dayMs + 86_400_000 })}>
                  {props.dayText(dayMs)}
                </ExplorerLink>
              </th>
              <td className="number">{dayOf(props.trends.get("total"), dayMs)?.n}</td>
              {[...props.trends].map(([phase, points]) => {
                const day = dayOf(points, dayMs);
                return (
                  <td key={phase} className="number">
                    {day === undefined ? "–" : <Duration ms={day.p50Ms} />}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function dayOf(days: readonly TrendDay[] | undefined, wantedMs: number): TrendDay | undefined {
  return days?.find(({ dayMs }) => dayMs === wantedMs);
}
