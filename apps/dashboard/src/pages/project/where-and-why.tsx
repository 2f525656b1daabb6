import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { Answered } from "../../design/answered.tsx";
import { Card } from "../../design/card.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { useWords } from "../../language/words.ts";
import { useApi } from "../../queries/api.tsx";
import type { Fetched } from "../../queries/fetched.ts";
import { deliveryQuery } from "../../queries/project-queries.ts";
import { endsOf } from "./ends.ts";
import { FailureCauses } from "./failure-causes.tsx";
import { type PartProps, pageWindow, useSlices } from "./page-window.ts";
import { WhereNote, WhereTimeGoes } from "./where-time-goes.tsx";
import { PROJECT_WORDS } from "./words.ts";

export function WhereAndWhy(
  props: PartProps & {
    durations: UseQueryResult<Fetched<DeployDurations>>;
    changes: DeployDurations["comparison"];
    /** True once nothing that is more urgent is being loaded. */
    isIdle: boolean;
  },
) {
  const { durations, changes, rangeText } = props;
  const t = useWords(PROJECT_WORDS);
  const client = useApi();
  const slices = useSlices(props, props.isIdle);
  const delivery = useQuery({
    ...deliveryQuery(client, { projectId: props.projectId }, pageWindow(props.search)),
    enabled: props.isIdle,
  });
  const ends = durations.data === undefined ? undefined : endsOf(durations.data.answer.outcomes);
  return (
    <>
      <Card
        title={t.where}
        note={
          durations.data === undefined ? (
            rangeText
          ) : (
            <WhereNote durations={durations.data.answer} rangeText={rangeText} />
          )
        }
        className="where"
      >
        <Answered query={durations} waiting={<Skeleton height={34} lines={6} />}>
          {(answer) => <WhereTimeGoes durations={answer} changes={changes} />}
        </Answered>
      </Card>
      <Card
        title={t.why}
        note={
          ends === undefined ? rangeText : t.whyNote(ends.failed, ends.succeeded + ends.failed, rangeText)
        }
        className="why"
      >
        <Answered query={durations} waiting={<Skeleton height={34} lines={6} />}>
          {(answer) => <FailureCauses durations={answer} delivery={delivery.data?.answer} slices={slices} />}
        </Answered>
      </Card>
    </>
  );
}
