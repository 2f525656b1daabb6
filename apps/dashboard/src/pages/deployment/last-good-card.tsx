import type { ModelConfiguration } from "@deploy-lens/api/deployments/configuration";
import type { DeploymentAnswer } from "@deploy-lens/api/deployments/deployment";
import type { DeploymentPoint } from "@deploy-lens/api/deployments/deployment-facets";
import type { ServicePath } from "@deploy-lens/api/fields/ids";
import { durationText } from "@deploy-lens/core/text/duration";
import { skipToken, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Card } from "../../design/card.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { visibleText } from "../../design/visible-text.ts";
import { useLanguage } from "../../language/language.tsx";
import { percentText } from "../../language/number-text.ts";
import { useWords } from "../../language/words.ts";
import { PhaseName } from "../../phases/phase-name.tsx";
import { useApi } from "../../queries/api.tsx";
import { deploymentQuery } from "../../queries/service-queries.ts";
import { Moment } from "../../time/moment.tsx";
import { fromLastGood, type SettingChange } from "./last-good.ts";
import { specificationText } from "./specification-text.ts";
import { DEPLOYMENT_WORDS } from "./words.ts";

/** Differences from the newest deployment before this one that succeeded. */
export function LastGoodCard(props: {
  path: ServicePath;
  deployment: DeploymentAnswer;
  /** The service's deployments up to this one, newest first; `undefined` while loading. */
  points: readonly DeploymentPoint[] | undefined;
}) {
  const { path, deployment, points } = props;
  const t = useWords(DEPLOYMENT_WORDS);
  const good = points?.find(({ id, outcome }) => id !== deployment.id && outcome === "success");
  const query = deploymentQuery(useApi(), { ...path, deploymentId: good?.id ?? "" });
  const { data } = useQuery({
    ...query,
    ...(good === undefined ? { queryFn: skipToken } : {}),
    refetchInterval: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Card
      title={t.lastGood}
      note={
        good !== undefined && (
          <Link
            to="/projects/$projectId/services/$serviceId/deployments/$deploymentId"
            params={{ ...path, deploymentId: good.id }}
          >
            <Moment at={good.startedAt} />
          </Link>
        )
      }
      className="last-good"
    >
      {points !== undefined && good === undefined && <p className="muted">{t.noGood}</p>}
      {(points === undefined || good !== undefined) && data === undefined && (
        <Skeleton height={24} lines={2} />
      )}
      {data !== undefined && <Differences deployment={deployment} good={data.answer} />}
    </Card>
  );
}

function Differences({ deployment, good }: { deployment: DeploymentAnswer; good: DeploymentAnswer }) {
  const t = useWords(DEPLOYMENT_WORDS);
  const { language } = useLanguage();
  const { models, durations, settings } = fromLastGood(deployment, good);
  if (models.length === 0 && durations.length === 0 && settings?.length === 0)
    return <p className="muted">{t.sameAsGood}</p>;
  return (
    <dl className="differences">
      {models.length > 0 && (
        <Difference name={t.models}>
          {models.map(({ name, before, after }) => (
            <li key={name}>
              {visibleText(name)} {before === null ? t.added : visibleText(before)} →{" "}
              {after === null ? t.removed : visibleText(after)}
            </li>
          ))}
        </Difference>
      )}
      {durations.length > 0 && (
        <Difference name={t.durations}>
          {durations.map(({ phase, beforeMs, afterMs }) => (
            <li key={phase}>
              <PhaseName phase={phase} /> {durationText(beforeMs, language)} →{" "}
              {durationText(afterMs, language)}
            </li>
          ))}
        </Difference>
      )}
      {settings === null && (
        <Difference name={t.settings}>
          <li className="muted">{t.noSettings}</li>
        </Difference>
      )}
      {settings !== null && settings.length > 0 && (
        <Difference name={t.settings}>
          {settings.map((change) => (
            <li key={`${change.model} ${change.setting}`}>
              <Setting change={change} several={deployment.models.length > 1} />
            </li>
          ))}
        </Difference>
      )}
    </dl>
  );
}

function Difference({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="small muted">{name}</dt>
      <dd>
        <ul>{children}</ul>
      </dd>
    </div>
  );
}

function Setting({ change, several }: { change: SettingChange; several: boolean }) {
  const t = useWords(DEPLOYMENT_WORDS);
  const { language } = useLanguage();
  const texts = {
    specification: (model: ModelConfiguration) => specificationText(model, language),
    instances: ({ instanceCount }: ModelConfiguration) => String(instanceCount ?? "–"),
    weight: ({ weightPercent }: ModelConfiguration) =>
      weightPercent === null ? "–" : percentText(weightPercent),
    pool: ({ pool }: ModelConfiguration) => pool ?? "–",
  };
  const text = texts[change.setting];
  return (
    <>
      {several && `${visibleText(change.model)} `}
      {t[change.setting]} {visibleText(text(change.before))} → {visibleText(text(change.after))}
    </>
  );
}
