import { lazy, Suspense } from "react";
import { Icon } from "../../design/icon.tsx";
import { useGrowing } from "../../design/later.tsx";
import { NumberHead } from "../../design/number-head.tsx";
import { usePrinting } from "../../design/printing.ts";
import { useWords } from "../../language/words.ts";
import type { ProjectSearch, ServiceSort } from "./project-search.ts";
import { ServiceRow } from "./service-row.tsx";
import { type ServiceRowValues as Row, USUAL_ORDER } from "./service-rows.ts";
import type { Days } from "./trend.tsx";
import { PROJECT_WORDS } from "./words.ts";

/** Up to this many rows, all are rendered, so that the browser's own search finds them. */
const ALL_AT_ONCE = 60;

// Loaded on demand, since few projects are this large.
const LongBody = lazy(() => import("./long-body.tsx").then(({ LongBody }) => ({ default: LongBody })));

export interface ServicesTableProps {
  readonly projectId: string;
  readonly rows: readonly Row[];
  readonly search: ProjectSearch;
  readonly onSort: (sort: ServiceSort, order: "asc" | "desc") => void;
  /** Daily figures per service; `null` when there are too many to load together. */
  readonly daysOf: ((serviceId: string) => Days | undefined) | null;
}

export function ServicesTable(props: ServicesTableProps) {
  const t = useWords(PROJECT_WORDS);
  const printing = usePrinting();
  const long = props.rows.length > ALL_AT_ONCE && !printing;
  return (
    <table className="services" aria-rowcount={props.rows.length + 1}>
      <caption className="hidden-visually">{t.list}</caption>
      <thead>
        <tr aria-rowindex={1}>
          <SortHeader {...props} sort="name" label={t.service} />
          <SortHeader {...props} sort="status" label={t.status} />
          <SortHeader {...props} sort="activity" label={t.latest} />
          <NumberHead title={t.nTitle}>{t.n}</NumberHead>
          <SortHeader {...props} sort="p50" label={t.p50} number />
          <SortHeader {...props} sort="p90" label={t.p90Short} number />
          <th scope="col">{t.trend}</th>
        </tr>
      </thead>
      <Suspense fallback={<tbody style={{ height: props.rows.length * 61 }} />}>
        {long ? <LongBody {...props} /> : <ShortBody {...props} atOnce={printing} />}
      </Suspense>
    </table>
  );
}

function ShortBody(props: ServicesTableProps & { readonly atOnce: boolean }) {
  const { projectId, rows, daysOf, atOnce } = props;
  const grown = useGrowing(rows.length, 8);
  const shown = atOnce ? rows.length : grown;
  return (
    <tbody>
      {rows.slice(0, shown).map((row, i) => (
        <ServiceRow
          key={row.service.id}
          projectId={projectId}
          row={row}
          index={i + 1}
          days={daysOf === null ? null : daysOf(row.service.id)}
          range={props.search}
        />
      ))}
    </tbody>
  );
}

const ARIA_ORDER = { asc: "ascending", desc: "descending" } as const;

function SortHeader(props: {
  search: ProjectSearch;
  onSort: ServicesTableProps["onSort"];
  sort: ServiceSort;
  label: string;
  number?: boolean;
}) {
  const t = useWords(PROJECT_WORDS);
  const { sort: chosen = "activity", order = USUAL_ORDER[chosen] } = props.search;
  const active = chosen === props.sort;
  const other = order === "asc" ? "desc" : "asc";
  return (
    <th
      scope="col"
      className={props.number ? "number" : undefined}
      aria-sort={active ? ARIA_ORDER[order] : undefined}
    >
      <button
        type="button"
        className="sorter"
        title={t.sortBy(props.label)}
        onClick={() => props.onSort(props.sort, active ? other : USUAL_ORDER[props.sort])}
      >
        {props.label}
        {active && <Icon name={order === "asc" ? "up" : "down"} />}
      </button>
    </th>
  );
}
