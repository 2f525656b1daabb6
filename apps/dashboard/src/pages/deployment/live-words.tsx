import type { DeploymentAnswer } from "@deploy-lens/api/deployments/deployment";
import { OUTCOME_LABELS } from "@deploy-lens/core/vocabulary/labels";
import { useState } from "react";
import { useLanguage } from "../../language/language.tsx";
import { inBrackets, listComma } from "../../language/punctuation.ts";
import { useLabel, useWords } from "../../language/words.ts";
import { usePhaseLabel } from "../../phases/phase-name.tsx";
import { runningPhases } from "./live-progress.tsx";
import { modelLabel } from "./mark.ts";
import { DEPLOYMENT_WORDS } from "./words.ts";

/** Announces the progress of a deployment to screen readers, when it changes. */
export function LiveWords({ deployment }: { deployment: DeploymentAnswer }) {
  const t = useWords(DEPLOYMENT_WORDS);
  const label = useLabel();
  const phaseLabel = usePhaseLabel();
  const { language } = useLanguage();
  // A page opened after the end has nothing to announce.
  const [watched] = useState(deployment.outcome === null);
  const several = deployment.models.length > 1;
  const phases = runningPhases(deployment).map(({ phase, model }) =>
    several && model !== null
      ? `${phaseLabel(phase)}${inBrackets(modelLabel(model), language)}`
      : phaseLabel(phase),
  );
  const text =
    deployment.outcome !== null
      ? t.nowDone(label(OUTCOME_LABELS[deployment.outcome]))
      : t.nowDoing(phases.join(listComma(language)) || phaseLabel("gap"));
  return (
    <p className="hidden-visually" role="status">
      {watched ? text : ""}
    </p>
  );
}
