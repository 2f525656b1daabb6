import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { OUTCOME_LABELS } from "@deploy-lens/core/vocabulary/labels";
import { useLanguage } from "../../language/language.tsx";
import { labelled } from "../../language/punctuation.ts";
import { useLabel, useWords, wording } from "../../language/words.ts";
import { usePhaseLabel } from "../../phases/phase-name.tsx";
import { SERVICE_WORDS } from "./words.ts";

const WORDS = wording({
  en: {
    no_model: "no model named",
    history_missing: "services with events not read yet",
    missing_start: "no begin seen",
    inferred_end: "no end seen",
    skew: "clocks disagree",
    failed: "failed",
    interrupted: "interrupted",
  },
  zh: {
    no_model: "未写明模型",
    history_missing: "事件尚未读取的服务",
    missing_start: "缺少开始",
    inferred_end: "缺少结束",
    skew: "时钟不同步",
    failed: "失败",
    interrupted: "已中断",
  },
});

/** Deployments and phases excluded from the figures, with reasons. */
export function LeftOut({ durations }: { durations: DeployDurations }) {
  const t = useWords(SERVICE_WORDS);
  const reasons = useWords(WORDS);
  const label = useLabel();
  const phaseLabel = usePhaseLabel();
  const { language } = useLanguage();
  const texts: Readonly<Record<string, string>> = {
    ...Object.fromEntries(Object.entries(OUTCOME_LABELS).map(([outcome, text]) => [outcome, label(text)])),
    ...reasons,
  };
  const counted = (excluded: Readonly<Record<string, number>>) =>
    Object.entries(excluded).map(([reason, n]) => t.reasonCount(texts[reason] ?? reason, n));
  const parts = durations.groups.flatMap(({ key: { phase }, excluded }) =>
    phase === undefined || phase === "total"
      ? []
      : counted(excluded).map((text) => labelled(phaseLabel(phase), text, language)),
  );
  const all = [...counted(durations.excluded), ...parts];
  if (all.length === 0) return null;
  return <p className="left-out small muted">{t.leftOut(all.join(" · "))}</p>;
}
