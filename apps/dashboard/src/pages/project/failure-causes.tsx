import type { Delivery } from "@deploy-lens/api/statistics/delivery";
import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { durationText } from "@deploy-lens/core/text/duration";
import { causeTitle } from "@deploy-lens/core/vocabulary/advice";
import { FAILURE_CAUSES } from "@deploy-lens/core/vocabulary/signal";
import { Empty } from "../../design/notice.tsx";
import { useLanguage } from "../../language/language.tsx";
import { useLabel, useWords } from "../../language/words.ts";
import type { SliceCounts } from "../../queries/project-queries.ts";
import { ExplorerLink } from "../../search/explorer-link.tsx";
import { CountsOverTime } from "./counts-over-time.tsx";
import { PROJECT_WORDS } from "./words.ts";

/** Further causes are rare. */
const SHOWN = 6;

/** Each cause with its number, the time that it cost, and when it happened. */
export function FailureCauses(props: {
  durations: DeployDurations;
  delivery: Delivery | undefined;
  slices: readonly SliceCounts[] | undefined;
}) {
  const { durations, delivery, slices } = props;
  const t = useWords(PROJECT_WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const causes = FAILURE_CAUSES.map((cause) => ({ cause, n: durations.failureCauses[cause] ?? 0 }))
    .filter(({ n }) => n > 0)
    .toSorted((a, b) => b.n - a.n)
    .slice(0, SHOWN);
  const most = Math.max(...(slices ?? []).flatMap(({ failureCauses }) => Object.values(failureCauses)), 1);
  if (causes.length === 0) return <Empty title={t.noFailures} />;
  return (
    <ul className="causes">
      {causes.map(({ cause, n }) => {
        const lost = delivery?.lost.find((one) => one.cause === cause);
        const name = label(causeTitle(cause));
        return (
          <li key={cause}>
            <span className="cause-name">
              <ExplorerLink search={{ cause }}>{name}</ExplorerLink>
            </span>
            <CountsOverTime
              name={name}
              slices={slices}
              countOf={({ failureCauses }) => failureCauses[cause] ?? 0}
              most={most}
              filter={{ cause }}
            />
            <span className="cause-n number">{t.times(n)}</span>
            <span className="cause-lost number small muted" title={t.lostTitle}>
              {lost !== undefined && t.lost(durationText(lost.totalMs, language))}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
