import type { Service } from "@deploy-lens/api/services/services";
import { durationText } from "@deploy-lens/core/text/duration";
import { Link } from "@tanstack/react-router";
import { useLanguage } from "../language/language.tsx";
import { useWords } from "../language/words.ts";
import { OutcomeLabel } from "../phases/outcome.tsx";
import { PhaseName } from "../phases/phase-name.tsx";
import { PhaseStrip } from "../phases/phase-strip.tsx";
import { Ago } from "../time/moment.tsx";
import { EtaText } from "./eta-text.tsx";
import { expectedTime } from "./expected-time.ts";
import { ProgressStrip } from "./progress-strip.tsx";
import { LIVE_WORDS } from "./words.ts";
import "./open-deployment.css";

export function OpenDeployment(props: {
  service: Service;
  projectId: string;
  /** The age of the answer's facts, ms. */
  sinceMs: number;
}) {
  const { service, projectId, sinceMs } = props;
  const t = useWords(LIVE_WORDS);
  const { language } = useLanguage();
  const deployment = service.latestDeployment;
  if (deployment === null) return null;
  const phase = deployment.phases.findLast(({ wallMs }) => wallMs === null)?.phase ?? "gap";
  const elapsedMs = (deployment.elapsedMs ?? 0) + sinceMs;
  const stalled = deployment.flags.includes("stalled");
  return (
    <div className="open-deployment">
      <Link
        className="open-name"
        to="/projects/$projectId/services/$serviceId/deployments/$deploymentId"
        params={{ projectId, serviceId: service.id, deploymentId: deployment.id }}
      >
        {service.name}
      </Link>
      <OutcomeLabel deployment={deployment} />
      <span className="open-phase">
        <PhaseName phase={phase} />
      </span>
      {stalled ? (
        <PhaseStrip deployment={deployment} />
      ) : (
        <ProgressStrip
          deployment={deployment}
          elapsedMs={elapsedMs}
          expected={expectedTime(deployment.eta, deployment.elapsedMs ?? 0)}
        />
      )}
      <span className="open-words small">
        {stalled ? (
          <>
            {t.lastEvent} <Ago at={deployment.lastEventAt} />
          </>
        ) : (
          <>
            {t.soFar(durationText(Math.floor(elapsedMs / 1000) * 1000, language))}
            {" · "}
            <EtaText eta={deployment.eta} sinceMs={sinceMs} />
          </>
        )}
      </span>
    </div>
  );
}
