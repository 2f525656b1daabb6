import type { ServicePath } from "@deploy-lens/api/fields/ids";
import type { DurationGroup } from "@deploy-lens/api/statistics/deploy-durations";
import { durationText } from "@deploy-lens/core/text/duration";
import { useQuery } from "@tanstack/react-query";
import { Sparkline } from "../../charts/sparkline.tsx";
import { useLanguage } from "../../language/language.tsx";
import { useWords } from "../../language/words.ts";
import { useApi } from "../../queries/api.tsx";
import { durationsQuery } from "../../queries/service-queries.ts";
import { type RangeSearch, windowKey, windowRequest } from "../../range/range-search.ts";
import { PROJECT_WORDS } from "./words.ts";

export interface Days {
  readonly groups: readonly DurationGroup[];
  readonly window: { readonly from: string; readonly to: string };
}

export function Trend({ days }: { days: Days | undefined }) {
  const t = useWords(PROJECT_WORDS);
  const { language } = useLanguage();
  const values = (days?.groups ?? []).flatMap(({ key, quantiles }) => {
    const value = quantiles["0.5"];
    return key.day === undefined || value == null ? [] : [{ dayMs: Date.parse(key.day), value }];
  });
  const [first] = values;
  const last = values.at(-1);
  if (days === undefined || first === undefined || last === undefined) return <span className="trend-none" />;
  return (
    <Sparkline
      values={values}
      window={{ fromMs: Date.parse(days.window.from), toMs: Date.parse(days.window.to) }}
      label={t.sparkline(
        durationText(first.value, language),
        durationText(last.value, language),
        values.length,
      )}
    />
  );
}

/** Like `Trend`, but loads the figures of one service. For projects too large to load all at once. */
export function TrendOf({ path, range }: { path: ServicePath; range: RangeSearch }) {
  const { data } = useQuery(
    durationsQuery(useApi(), path, ["days", windowKey(range)], (nowMs) => ({
      ...windowRequest(range, nowMs),
      groupBy: ["day"],
      quantiles: [0.5],
    })),
  );
  return <Trend days={data?.answer} />;
}
