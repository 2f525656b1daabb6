import { useWords } from "../../language/words.ts";
import { COLUMNS, type Column, columnName, columnsText } from "./columns.ts";
import { EXPLORER_WORDS } from "./words.ts";

export function ColumnsMenu(props: {
  chosen: readonly Column[];
  /** The address's text of the choice. */
  onChange: (columns: string | undefined) => void;
}) {
  const { chosen, onChange } = props;
  const t = useWords(EXPLORER_WORDS);
  const toggle = (column: Column) =>
    onChange(
      columnsText(chosen.includes(column) ? chosen.filter((other) => other !== column) : [...chosen, column]),
    );
  return (
    <details className="explorer-menu">
      <summary className="button">{t.columns}</summary>
      <fieldset className="explorer-menu-list card" aria-label={t.columns}>
        {COLUMNS.map((column) => (
          <label key={column} className="facet-value">
            <input type="checkbox" checked={chosen.includes(column)} onChange={() => toggle(column)} />
            {columnName(t, column)}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
