import { useWords } from "../../language/words.ts";
import { useStatusText } from "../../phases/service-status.tsx";
import { type ProjectSearch, SERVICE_SORTS, type ServiceSort } from "./project-search.ts";
import { PROJECT_WORDS } from "./words.ts";

export function ServiceFilters(props: {
  search: ProjectSearch;
  statuses: readonly string[];
  onChange: (changes: ProjectSearch) => void;
}) {
  const { search, statuses, onChange } = props;
  const t = useWords(PROJECT_WORDS);
  const statusText = useStatusText();
  const sortText: Record<ServiceSort, string> = {
    activity: t.activity,
    name: t.name,
    status: t.status,
    p50: t.p50,
    p90: t.p90Short,
  };
  const shown = search.status === undefined ? statuses : [...new Set([...statuses, search.status])];
  return (
    <search className="filters">
      <label className="field field-find">
        {t.find}
        <input
          className="input"
          type="search"
          placeholder={t.findHint}
          value={search.find ?? ""}
          maxLength={100}
          onChange={({ target }) => onChange({ find: target.value })}
        />
      </label>
      <label className="field">
        {t.status}
        <select
          className="input"
          value={search.status ?? ""}
          onChange={({ target }) => onChange({ status: target.value })}
        >
          <option value="">{t.anyStatus}</option>
          {shown.toSorted().map((status) => (
            <option key={status} value={status}>
              {statusText(status)}
            </option>
          ))}
        </select>
      </label>
      <label className="field field-sort">
        {t.sort}
        <select
          className="input"
          value={search.sort ?? "activity"}
          onChange={({ target }) =>
            onChange({ sort: SERVICE_SORTS.find((sort) => sort === target.value), order: undefined })
          }
        >
          {SERVICE_SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {sortText[sort]}
            </option>
          ))}
        </select>
      </label>
    </search>
  );
}
