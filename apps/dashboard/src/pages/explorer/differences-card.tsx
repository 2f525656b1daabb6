import { Card } from "../../design/card.tsx";
import { Empty } from "../../design/notice.tsx";
import { NumberHead } from "../../design/number-head.tsx";
import { visibleText } from "../../design/visible-text.ts";
import { percentText } from "../../language/number-text.ts";
import { useWords } from "../../language/words.ts";
import { PhaseName } from "../../phases/phase-name.tsx";
import { Duration } from "../../time/duration.tsx";
import type { RegionComparison, ValueDifference } from "./differences.ts";
import type { ExplorerSearch } from "./explorer-search.ts";
import { useFacetLabel } from "./facet-label.ts";
import type { Region } from "./region.ts";
import { useRegionText } from "./region-text.ts";
import { EXPLORER_WORDS } from "./words.ts";

/** More would hide which matter. */
const MOST_SHOWN = 10;

export function DifferencesCard(props: {
  comparison: RegionComparison;
  region: Region;
  serviceName: (serviceId: string) => string;
  onChange: (changes: ExplorerSearch) => void;
  onZoom: () => void;
}) {
  const { comparison, region, serviceName, onChange, onZoom } = props;
  const t = useWords(EXPLORER_WORDS);
  const { when, took } = useRegionText()(region);
  const { differences, inside, outside, tooFew } = comparison;
  return (
    <Card
      title={t.differs}
      note={t.differsNote(inside, outside)}
      className="explorer-differs"
      actions={
        <span className="explorer-differs-do">
          <button type="button" className="button" onClick={onZoom}>
            {t.zoom}
          </button>
          <button
            type="button"
            className="button button-quiet"
            onClick={() => onChange({ region: undefined })}
          >
            {t.clear}
          </button>
        </span>
      }
    >
      <p className="small muted">
        {when} · {took}
      </p>
      {tooFew && <Empty title={t.tooFew}>{t.tooFewDo}</Empty>}
      {!tooFew && differences.length === 0 && <Empty title={t.nothingDiffers}>{t.nothingDiffersDo}</Empty>}
      {differences.length > 0 && (
        <>
          <table className="table table-stack explorer-differences">
            <thead>
              <tr>
                <th scope="col">{t.what}</th>
                <th scope="col">{t.inside}</th>
                <th scope="col">{t.outside}</th>
                <th>
                  <span className="hidden-visually">{t.onlyThese}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {differences.slice(0, MOST_SHOWN).map((difference) => (
                <DifferenceRow
                  key={`${difference.dimension} ${difference.value}`}
                  difference={difference}
                  comparison={comparison}
                  serviceName={serviceName}
                  onChange={onChange}
                />
              ))}
            </tbody>
          </table>
          <p className="small muted">{t.differsMethod}</p>
        </>
      )}
      <PhaseTimes comparison={comparison} />
    </Card>
  );
}

function DifferenceRow(props: {
  difference: ValueDifference;
  comparison: RegionComparison;
  serviceName: (serviceId: string) => string;
  onChange: (changes: ExplorerSearch) => void;
}) {
  const { difference, comparison, serviceName, onChange } = props;
  const t = useWords(EXPLORER_WORDS);
  const name = useDifferenceName(serviceName)(difference);
  const filter = filterFor(difference);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-label={t.inside}>
        <Share n={difference.inside} of={comparison.inside} />
      </td>
      <td data-label={t.outside}>
        <Share n={difference.outside} of={comparison.outside} />
      </td>
      <td className="number">
        {filter !== null && (
          <button
            type="button"
            className="button button-quiet"
            aria-label={`${t.onlyThese}: ${name}`}
            onClick={() => onChange(filter)}
          >
            {t.onlyThese}
          </button>
        )}
      </td>
    </tr>
  );
}

function Share({ n, of }: { n: number; of: number }) {
  const t = useWords(EXPLORER_WORDS);
  const share = of === 0 ? 0 : n / of;
  return (
    <span className="explorer-share">
      <span className="explorer-share-bar" style={{ width: `${(share * 100).toFixed(1)}%` }} />
      <span className="small">{t.shareOf(percentText(Math.round(share * 100)), n, of)}</span>
    </span>
  );
}

/** The filter that shows only deployments with this value; `null` where there is none. */
function filterFor({ dimension, value }: ValueDifference): ExplorerSearch | null {
  switch (dimension) {
    case "model":
    case "service":
    case "kind":
    case "outcome":
    case "cause":
      return { [dimension]: value };
    case "longest":
    case "cached":
    case "hour":
      return null;
    default:
      return dimension satisfies never;
  }
}

function useDifferenceName(
  serviceName: (serviceId: string) => string,
): (difference: ValueDifference) => string {
  const t = useWords(EXPLORER_WORDS);
  const label = useFacetLabel();
  return ({ dimension, value }) => {
    switch (dimension) {
      case "longest":
        return t.longestIs(label("phase", value));
      case "model":
        return t.modelIs(visibleText(value));
      case "service":
        return t.serviceIs(visibleText(serviceName(value)));
      case "cached":
        return value === "true" ? t.cachedImage : t.pulledImage;
      case "kind":
        return t.kindIs(label(dimension, value));
      case "outcome":
        return t.outcomeIs(label(dimension, value));
      case "cause":
        return t.causeIs(label(dimension, value));
      case "hour":
        return t.hourIs(
          `${value.padStart(2, "0")}:00`,
          `${String((Number(value) + 1) % 24).padStart(2, "0")}:00`,
        );
      default:
        return dimension satisfies never;
    }
  };
}

function PhaseTimes({ comparison: { phases } }: { comparison: RegionComparison }) {
  const t = useWords(EXPLORER_WORDS);
  if (phases.length === 0) return null;
  return (
    <table className="table table-stack explorer-phase-times">
      <caption className="small muted">{t.phaseTimes}</caption>
      <thead>
        <tr>
          <th scope="col">{t.phaseName}</th>
          <NumberHead>{t.inside}</NumberHead>
          <NumberHead>{t.outside}</NumberHead>
        </tr>
      </thead>
      <tbody>
        {phases.map(({ phase, insideMs, outsideMs, inside, outside }) => (
          <tr key={phase}>
            <th scope="row">
              <PhaseName phase={phase} />
            </th>
            <td className="number" data-label={t.inside}>
              <Duration ms={insideMs} /> <span className="small muted">{t.timeOf(inside)}</span>
            </td>
            <td className="number" data-label={t.outside}>
              <Duration ms={outsideMs} /> <span className="small muted">{t.timeOf(outside)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
