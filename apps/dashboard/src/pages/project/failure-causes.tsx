import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { causeTitle } from "@deploy-lens/core/vocabulary/advice";
import { FAILURE_CAUSES } from "@deploy-lens/core/vocabulary/signal";
import { Empty } from "../../design/notice.tsx";
import { useLabel, useWords } from "../../language/words.ts";
import { PROJECT_WORDS } from "./words.ts";

/** Further causes are rare. */
const SHOWN = 6;

export function FailureCauses({ durations }: { durations: DeployDurations }) {
  const t = useWords(PROJECT_WORDS);
  const label = useLabel();
  const causes = FAILURE_CAUSES.map((cause) => ({ cause, n: durations.failureCauses[cause] ?? 0 }))
    .filter(({ n }) => n > 0)
    .toSorted((a, b) => b.n - a.n)
    .slice(0, SHOWN);
  const most = causes[0]?.n ?? 1;
  if (causes.length === 0) return <Empty title={t.noFailures} />;
  return (
    <ul className="causes">
      {causes.map(({ cause, n }) => (
        <li key={cause}>
          <span className="cause-name">{label(causeTitle(cause))}</span>
          <span className="cause-n number">{t.times(n)}</span>
          <span className="cause-bar" style={{ width: `${(n / most) * 100}%` }} />
        </li>
      ))}
    </ul>
  );
}
