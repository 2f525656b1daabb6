import { OUTCOME_LABELS } from "@deploy-lens/core/vocabulary/labels";
import { useLabel, useWords } from "../../language/words.ts";
import type { ModelGroup } from "../../models/group-models.ts";
import { ModelPicker } from "../../models/model-picker.tsx";
import { RangePicker } from "../../range/range-picker.tsx";
import { type ServiceSearch, SHOWN_OUTCOMES } from "./service-search.ts";
import { SERVICE_WORDS } from "./words.ts";

const NO_FILTER = {
  range: undefined,
  from: undefined,
  to: undefined,
  model: undefined,
  outcome: undefined,
} as const satisfies ServiceSearch;

export function DeploymentFilters(props: {
  search: ServiceSearch;
  models: readonly ModelGroup[];
  onChange: (changes: ServiceSearch) => void;
}) {
  const { search, models, onChange } = props;
  const t = useWords(SERVICE_WORDS);
  const label = useLabel();
  const { compare: _compare, ...filters } = search;
  return (
    <search className="filters card service-filters">
      <RangePicker search={search} onChange={onChange} />
      <ModelPicker groups={models} chosen={search.model} onChoose={(model) => onChange({ model })} />
      <label className="inline-field">
        <span className="muted small">{t.outcome}</span>
        <select
          className="input"
          value={search.outcome ?? ""}
          onChange={({ target }) =>
            onChange({ outcome: SHOWN_OUTCOMES.find((outcome) => outcome === target.value) })
          }
        >
          <option value="">{t.anyOutcome}</option>
          {SHOWN_OUTCOMES.map((outcome) => (
            <option key={outcome} value={outcome}>
              {label(OUTCOME_LABELS[outcome])}
            </option>
          ))}
        </select>
      </label>
      {Object.values(filters).some((value) => value !== undefined) && (
        <button type="button" className="button button-quiet" onClick={() => onChange(NO_FILTER)}>
          {t.reset}
        </button>
      )}
    </search>
  );
}
