import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ChangesList } from "../../changes/changes-list.tsx";
import { CHANGES_WORDS } from "../../changes/words.ts";
import { DeliveryFigures } from "../../delivery/delivery-figures.tsx";
import { DELIVERY_WORDS } from "../../delivery/words.ts";
import { Answered } from "../../design/answered.tsx";
import { Card } from "../../design/card.tsx";
import { Empty } from "../../design/notice.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { useWords } from "../../language/words.ts";
import { useApi } from "../../queries/api.tsx";
import { deliveryQuery, projectDurationsQuery } from "../../queries/project-queries.ts";
import { useSliceText } from "../../range/range-text.ts";
import { Trends } from "../../trends/trends.tsx";
import { TRENDS_WORDS } from "../../trends/words.ts";
import type { ProjectComparison } from "./compared-windows.ts";
import { OutcomesOverTime } from "./outcomes-over-time.tsx";
import { type PartProps, pageWindow, useSlices } from "./page-window.ts";
import { PROJECT_WORDS } from "./words.ts";

/** The parts of a project's page below its first screen; their code is loaded after it. */
export function Analysis(
  props: PartProps & {
    durations: DeployDurations | undefined;
    compared: ProjectComparison | null;
    changes: DeployDurations | undefined;
    isIdle: boolean;
    nameOf: (serviceId: string) => string;
  },
) {
  return (
    <>
      <ChangesCard {...props} />
      <div className="project-overview">
        <DeliveryCard {...props} />
        <OutcomesCard {...props} />
      </div>
      <PhasesPerDay {...props} />
    </>
  );
}

function OutcomesCard(props: PartProps & { durations: DeployDurations | undefined }) {
  const t = useWords(PROJECT_WORDS);
  const slices = useSlices(props, false);
  return (
    <Card title={t.outcomes} note={props.rangeText}>
      {props.durations === undefined ? (
        <Skeleton height={34} lines={4} />
      ) : (
        <OutcomesOverTime durations={props.durations} slices={slices} />
      )}
    </Card>
  );
}

function DeliveryCard(
  props: PartProps & {
    compared: ProjectComparison | null;
    isIdle: boolean;
    nameOf: (serviceId: string) => string;
  },
) {
  const { projectId, search, compared, isIdle, nameOf, rangeText } = props;
  const t = useWords(DELIVERY_WORDS);
  const client = useApi();
  const query = useQuery({
    ...deliveryQuery(client, { projectId }, pageWindow(search)),
    enabled: isIdle,
  });
  const hasBefore = compared?.kind === "window";
  const before = useQuery({
    ...deliveryQuery(client, { projectId }, compared?.before ?? pageWindow(search)),
    enabled: hasBefore && isIdle,
  });
  return (
    <Card title={t.title} note={rangeText}>
      <Answered query={query} waiting={<Skeleton height={84} lines={2} />}>
        {(delivery) => (
          <DeliveryFigures
            delivery={delivery}
            before={hasBefore ? before.data?.answer : undefined}
            projectId={projectId}
            nameOf={nameOf}
          />
        )}
      </Answered>
    </Card>
  );
}

function ChangesCard(
  props: PartProps & { compared: ProjectComparison | null; changes: DeployDurations | undefined },
) {
  const { projectId, compared, changes } = props;
  const t = useWords(CHANGES_WORDS);
  const { overlapping } = useWords(PROJECT_WORDS);
  const text = useSliceText();
  if (compared === null) return null;
  const waiting = changes === undefined ? <Skeleton height={38} lines={6} /> : null;
  return (
    <Card title={t.title} note={t.against(text(compared.now), text(compared.before))} className="changed">
      {compared.kind === "overlapping" ? <Empty title={overlapping} /> : waiting}
      {compared.kind !== "overlapping" && changes !== undefined && (
        <ChangesList projectId={projectId} durations={changes} windows={compared} />
      )}
    </Card>
  );
}

/** Loaded when it is opened: it is large, and most visits do without. */
function PhasesPerDay({ projectId, search }: PartProps) {
  const t = useWords(PROJECT_WORDS);
  const { trendNote } = useWords(TRENDS_WORDS);
  const [open, setOpen] = useState(false);
  const query = useQuery({
    ...projectDurationsQuery(useApi(), { projectId }, ["day", "phase"], search, [0.5, 0.9]),
    enabled: open,
  });
  return (
    <Card title={t.perDayTitle} note={trendNote}>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>{t.perDayShow}</summary>
        {open && (
          <Answered query={query} waiting={<Skeleton height={130} lines={2} />}>
            {(answer) => <Trends durations={answer} />}
          </Answered>
        )}
      </details>
    </Card>
  );
}
