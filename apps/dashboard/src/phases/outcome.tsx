import type { DeploymentSummary } from "@deploy-lens/api/deployments/deployment-summary";
import { OUTCOME_LABELS } from "@deploy-lens/core/vocabulary/labels";
import { Icon, type IconName } from "../design/icon.tsx";
import { useLabel, useWords, wording } from "../language/words.ts";

const WORDS = wording({
  en: { stalled: "stalled", deploying: "deploying" },
  zh: { stalled: "疑似卡住", deploying: "部署中" },
});

type Shown = NonNullable<DeploymentSummary["outcome"]>;

const LOOKS: Record<Shown, readonly [tone: string, icon: IconName]> = {
  success: ["tone-good", "check"],
  failure: ["tone-bad", "cross"],
  timed_out: ["tone-bad", "clock"],
  cancelled: ["", "stop"],
  superseded: ["", "skip"],
};

export function OutcomeLabel({ deployment }: { deployment: Pick<DeploymentSummary, "outcome" | "flags"> }) {
  const label = useLabel();
  const t = useWords(WORDS);
  if (deployment.outcome !== null) {
    const [tone, icon] = LOOKS[deployment.outcome];
    return (
      <span className={`badge ${tone}`}>
        <Icon name={icon} />
        {label(OUTCOME_LABELS[deployment.outcome])}
      </span>
    );
  }
  if (deployment.flags.includes("stalled")) {
    return (
      <span className="badge tone-warn">
        <Icon name="pause" />
        {t.stalled}
      </span>
    );
  }
  return (
    <span className="badge tone-live">
      <span className="pulse" />
      {t.deploying}
    </span>
  );
}
