import type { ServicePath } from "@deploy-lens/api/fields/ids";
import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import type { GetDeployDurations } from "@deploy-lens/client/routes/deploy-durations";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Answered } from "../../design/answered.tsx";
import { Card } from "../../design/card.tsx";
import { Empty } from "../../design/notice.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { useLanguage } from "../../language/language.tsx";
import { useWords } from "../../language/words.ts";
import type { ModelGroup } from "../../models/group-models.ts";
import { useApi } from "../../queries/api.tsx";
import { durationsQuery } from "../../queries/service-queries.ts";
import { ComparisonSelect } from "../../range/comparison-select.tsx";
import {
  type Comparison,
  dayBefore,
  isOverlapping,
  parseComparison,
  RANGES,
  USUAL_RANGE,
  windowOf,
} from "../../range/range-search.ts";
import { RANGE_WORDS } from "../../range/words.ts";
import { momentText } from "../../time/moment-text.ts";
import { answerRows, type ComparisonRow, windowRows } from "./comparison-rows.ts";
import { ComparisonTable } from "./comparison-table.tsx";
import type { ServiceSearch } from "./service-search.ts";
import { SERVICE_WORDS } from "./words.ts";

type Request = Omit<GetDeployDurations, "projectId" | "serviceId" | "groupBy">;

interface ComparisonProps {
  readonly path: ServicePath;
  readonly search: ServiceSearch;
  readonly models: readonly ModelGroup[];
  readonly request: (nowMs: number) => Request;
  readonly onChange: (changes: ServiceSearch) => void;
}

export function ComparisonSection(props: ComparisonProps) {
  const t = useWords(SERVICE_WORDS);
  const r = useWords(RANGE_WORDS);
  const comparison = parseComparison(props.search.compare ?? "previous") ?? { with: "previous" };
  const window = windowOf(props.search, Date.now());
  const lastDay = dayBefore(new Date(window.fromMs).toISOString().slice(0, 10));
  const overlapping = comparison.with === "window" && isOverlapping(comparison, window);
  return (
    <Card
      title={t.compare}
      actions={
        <ComparisonSelect
          comparison={comparison}
          usual="previous"
          models={props.models.flatMap(({ name, versions }) =>
            versions.map((version) => `${name} ${version}`),
          )}
          lastDay={lastDay}
          onChange={props.onChange}
        />
      }
    >
      {comparison.with === "model" && <Models {...props} model={comparison.model} />}
      {overlapping && <Empty title={r.overlapping}>{r.overlappingDo(lastDay)}</Empty>}
      {!overlapping && (comparison.with === "previous" || comparison.with === "window") && (
        <Windows {...props} comparison={comparison} />
      )}
    </Card>
  );
}

function Windows(props: ComparisonProps & { comparison: Exclude<Comparison, { with: "model" }> }) {
  const { comparison } = props;
  const { language } = useLanguage();
  const t = useWords(SERVICE_WORDS);
  const r = useWords(RANGE_WORDS);
  const compareTo = comparison.with === "window" ? comparison : ("previous" as const);
  const query = useQuery({
    ...durationsQuery(useApi(), props.path, ["compare", props.search], (nowMs) => ({
      ...props.request(nowMs),
      groupBy: ["phase"],
      compareTo,
    })),
    placeholderData: keepPreviousData,
  });
  const day = (at: string) => momentText(Date.parse(at), "day", language, "UTC");
  const span = ({ window }: Pick<DeployDurations, "window">) =>
    r.comparedWindow(day(window.from), day(window.to));
  return (
    <Answered query={query} waiting={<Skeleton height={38} lines={7} />}>
      {(answer) => (
        <Compared
          rows={windowRows(answer)}
          before={answer.comparison === undefined ? r.before : span(answer.comparison)}
          now={span(answer)}
          relativeError={Math.max(answer.relativeError, answer.comparison?.relativeError ?? 0)}
          instead={
            comparison.with === "previous" && isLong(props.search) ? (
              <button
                type="button"
                className="button"
                onClick={() => props.onChange({ range: "7d", from: undefined, to: undefined })}
              >
                {t.weeks}
              </button>
            ) : undefined
          }
        />
      )}
    </Answered>
  );
}

function Models(props: ComparisonProps & { model: string }) {
  const client = useApi();
  const t = useWords(SERVICE_WORDS);
  const { path, search, request, model } = props;
  const asked = (key: readonly unknown[], changes: Request) => ({
    ...durationsQuery(client, path, key, (nowMs) => ({
      ...request(nowMs),
      groupBy: ["phase"],
      include: ["histogram"],
      ...changes,
    })),
    placeholderData: keepPreviousData,
  });
  const here = useQuery(asked(["compare-here", search], {}));
  const there = useQuery(asked(["compare-there", search, model], { model }));
  return (
    <Answered query={there} waiting={<Skeleton height={38} lines={7} />}>
      {(before) => (
        <Answered query={here} waiting={<Skeleton height={38} lines={7} />}>
          {(after) => (
            <Compared
              rows={answerRows(before, after)}
              before={model}
              now={search.model ?? t.anyModel}
              relativeError={Math.max(before.relativeError, after.relativeError)}
            />
          )}
        </Answered>
      )}
    </Answered>
  );
}

/** True if stored history may not cover the preceding window. */
function isLong({ range = USUAL_RANGE, from }: ServiceSearch): boolean {
  return from !== undefined || RANGES[range] > RANGES["7d"];
}

function Compared(props: {
  rows: readonly ComparisonRow[];
  before: string;
  now: string;
  relativeError: number;
  /** Shown when there is nothing to compare with. */
  instead?: ReactNode;
}) {
  const { rows, before, now, relativeError, instead } = props;
  const t = useWords(SERVICE_WORDS);
  if (!rows.some(({ n }) => n.before > 0)) {
    return (
      <Empty title={t.nothingThere(before)} action={instead}>
        {t.nothingThereDo}
      </Empty>
    );
  }
  return <ComparisonTable rows={rows} before={before} now={now} relativeError={relativeError} />;
}
