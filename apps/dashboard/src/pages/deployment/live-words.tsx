import type { Deployment } from "@deploy-lens/api/deployment";
import { OUTCOME_LABELS } from "@deploy-lens/core/vocabulary/labels";
import { useState } from "react";
import { useLabel, useWords } from "../../language/words.ts";
import { usePhaseLabel } from "../../phases/phase-name.tsx";
import { runningPhases } from "./live-progress.tsx";
import { modelLabel } from "./mark.ts";
import { DEPLOYMENT_WORDS } from "./words.ts";

/** Says to whoever hears the page what a watched deployment has come to, when that changes: not every second. */
export function LiveWords({ deployment }: { deployment: Deployment }) {
  const t = useWords(DEPLOYMENT_WORDS);
  const label = useLabel();
  const phaseLabel = usePhaseLabel();
  // Opened after it ended, it has no news.
  const [watched] = useState(deployment.outcome === null);
  const several = deployment.models.length > 1;
  const phases = runningPhases(deployment).map(({ phase, model }) =>
    several && model !== null ? `${phaseLabel(phase)} (${modelLabel(model)})` : phaseLabel(phase),
  );
  const text =
    deployment.outcome !== null
      ? t.nowDone(label(OUTCOME_LABELS[deployment.outcome]))
      : t.nowDoing(phases.join(", ") || phaseLabel("gap"));
  return (
    <p className="hidden-visually" role="status">
      {watched ? text : ""}
    </p>
  );
}
