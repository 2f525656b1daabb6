import type { ServiceList } from "@deploy-lens/api/services/services";
import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../design/card.tsx";
import { Empty } from "../../design/notice.tsx";
import { useLanguage } from "../../language/language.tsx";
import { useWords } from "../../language/words.ts";
import { useApi } from "../../queries/api.tsx";
import { projectDurationsQuery } from "../../queries/project-queries.ts";
import type { ProjectSearch } from "./project-search.ts";
import { ServiceFilters } from "./service-filters.tsx";
import { selectRows, serviceRows } from "./service-rows.ts";
import { ServicesTable } from "./services-table.tsx";
import type { Days } from "./trend.tsx";
import { PROJECT_WORDS } from "./words.ts";

/** Above this number of services, their daily figures are too large for one answer; each visible row loads its own. */
const DAYS_TOGETHER = 100;

export function ServicesSection(props: {
  projectId: string;
  list: ServiceList;
  /** By service, with a comparison; `undefined` until it is known. */
  changes: DeployDurations | undefined;
  /** True once nothing that is more urgent is being loaded. */
  isIdle: boolean;
  search: ProjectSearch;
  onChange: (changes: ProjectSearch) => void;
}) {
  const { projectId, list, changes, isIdle, search, onChange } = props;
  const t = useWords(PROJECT_WORDS);
  const { language } = useLanguage();
  const client = useApi();
  const together = list.services.length <= DAYS_TOGETHER;
  const byService = useQuery(projectDurationsQuery(client, { projectId }, ["service"], search)).data?.answer;
  const byDay = useQuery({
    ...projectDurationsQuery(client, { projectId }, ["service", "day"], search, [0.5]),
    // The largest of the page's answers comes after the others.
    enabled: together && byService !== undefined && isIdle,
  }).data?.answer;

  const rows = useMemo(() => serviceRows(list.services, byService, changes), [list, byService, changes]);
  const selected = useMemo(() => selectRows(rows, search, language), [rows, search, language]);
  const statuses = useMemo(() => [...new Set(list.services.map(({ status }) => status))], [list]);
  const days = useMemo(() => {
    const byId = new Map<string, Days>();
    if (byDay === undefined) return byId;
    for (const [id, groups] of Map.groupBy(byDay.groups, ({ key }) => key.service?.id)) {
      if (id !== undefined) byId.set(id, { groups, window: byDay.window });
    }
    return byId;
  }, [byDay]);

  if (list.services.length === 0) {
    return (
      <Card title={t.list}>
        <Empty title={t.empty}>{t.emptyDo}</Empty>
      </Card>
    );
  }
  return (
    <Card title={t.list} note={<span role="status">{t.shown(selected.length, rows.length)}</span>}>
      <ServiceFilters search={search} statuses={statuses} onChange={onChange} />
      {selected.length > 0 ? (
        <ServicesTable
          projectId={projectId}
          rows={selected}
          search={search}
          onSort={(sort, order) => onChange({ sort, order })}
          daysOf={together ? (id) => days.get(id) : null}
        />
      ) : (
        <Empty
          title={t.none}
          action={
            <button
              type="button"
              className="button"
              onClick={() => onChange({ find: undefined, status: undefined })}
            >
              {t.clear}
            </button>
          }
        >
          {t.noneDo}
        </Empty>
      )}
    </Card>
  );
}
