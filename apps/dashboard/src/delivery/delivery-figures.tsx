import type { Delivery } from "@deploy-lens/api/statistics/delivery";
import { durationText } from "@deploy-lens/core/text/duration";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useLanguage } from "../language/language.tsx";
import { percentText } from "../language/number-text.ts";
import { useWords } from "../language/words.ts";
import { ExplorerLink } from "../search/explorer-link.tsx";
import { Duration } from "../time/duration.tsx";
import { Moment } from "../time/moment.tsx";
import { DELIVERY_WORDS } from "./words.ts";
import "./delivery.css";

/** Frequency, failure rate, time to recover and deployment time, each with its definition. */
export function DeliveryFigures(props: {
  delivery: Delivery;
  /** The window compared with, if any. */
  before?: Delivery | undefined;
  projectId: string;
  nameOf: (serviceId: string) => string;
}) {
  const { delivery, before, projectId, nameOf } = props;
  const t = useWords(DELIVERY_WORDS);
  const { language } = useLanguage();
  const { outcomes, recovery, deploymentTime, retried } = delivery;
  const failed = (outcomes.failure ?? 0) + (outcomes.timed_out ?? 0);
  const timeText = (ms: number | null | undefined) => (ms == null ? "–" : durationText(ms, language));
  return (
    <>
      <dl className="delivery">
        <Figure
          name={t.frequency}
          means={t.frequencyMeans}
          note={<ExplorerLink search={{}}>{t.attempts(perDayText(delivery.attemptsPerDay))}</ExplorerLink>}
          before={before && perDayText(before.deploymentsPerDay)}
        >
          {perDayText(delivery.deploymentsPerDay)}
        </Figure>
        <Figure
          name={t.failureRate}
          means={t.failureRateMeans}
          note={
            <ExplorerLink search={{ outcome: "failure,timed_out" }}>
              {t.failedOf(failed, failed + (outcomes.success ?? 0))}
            </ExplorerLink>
          }
          before={before && rateText(before.failureRate)}
        >
          {rateText(delivery.failureRate)}
        </Figure>
        <Figure
          name={t.recovery}
          means={t.recoveryMeans}
          note={`${t.p90(timeText(recovery.p90Ms))} · ${t.samples(recovery.n)}`}
          before={before && timeText(before.recovery.medianMs)}
        >
          {recovery.medianMs === null ? "–" : <Duration ms={recovery.medianMs} />}
        </Figure>
        <Figure
          name={t.time}
          means={t.timeMeans}
          note={`${t.p90(timeText(deploymentTime.p90Ms))} · ${t.samples(deploymentTime.n)}`}
          before={before && timeText(before.deploymentTime.medianMs)}
        >
          {deploymentTime.medianMs === null ? "–" : <Duration ms={deploymentTime.medianMs} />}
        </Figure>
      </dl>
      {recovery.stillBroken.length > 0 && (
        <div className="still-broken small">
          <span className="badge tone-bad">{t.stillBroken(recovery.stillBroken.length)}</span>
          <ul>
            {recovery.stillBroken.map(({ serviceId, since }) => (
              <li key={serviceId}>
                <Link
                  to="/projects/$projectId/services/$serviceId"
                  params={{ projectId, serviceId }}
                  search={{ outcome: "failure" }}
                >
                  {nameOf(serviceId)}
                </Link>{" "}
                <span className="muted">
                  {t.since} <Moment at={since} />
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {retried !== null && retried.deployments > 0 && (
        <p className="small muted">{t.retried(retried.deployments, timeText(retried.phasesMs))}</p>
      )}
    </>
  );
}

function Figure(props: {
  name: string;
  means: string;
  note: ReactNode;
  before: string | undefined;
  children: ReactNode;
}) {
  const t = useWords(DELIVERY_WORDS);
  return (
    <div>
      <dt>{props.name}</dt>
      <dd className="delivery-value">
        {props.children}
        {props.before !== undefined && (
          <span className="delivery-before small muted">{t.before(props.before)}</span>
        )}
      </dd>
      <dd className="small muted">{props.note}</dd>
      <dd className="small muted">{props.means}</dd>
    </div>
  );
}

function rateText(rate: number | null): string {
  return rate === null ? "–" : percentText((100 * rate).toFixed(1));
}

/** One decimal below ten, two below one. */
function perDayText(perDay: number): string {
  const below10 = perDay < 1 ? perDay.toFixed(2) : perDay.toFixed(1);
  return perDay < 10 ? below10 : perDay.toFixed(0);
}
