import type { ConfigurationAnswer } from "@deploy-lens/api/deployments/configuration";
import { Card } from "../../design/card.tsx";
import { NumberHead } from "../../design/number-head.tsx";
import { ScrollRegion } from "../../design/scroll-region.tsx";
import { useLanguage } from "../../language/language.tsx";
import { percentText } from "../../language/number-text.ts";
import { useWords } from "../../language/words.ts";
import { Moment } from "../../time/moment.tsx";
import { modelLabel, modelText } from "./mark.ts";
import { specificationText } from "./specification-text.ts";
import { DEPLOYMENT_WORDS } from "./words.ts";

export function ConfigurationCard({ configuration }: { configuration: ConfigurationAnswer | null }) {
  const t = useWords(DEPLOYMENT_WORDS);
  const { language } = useLanguage();
  if (configuration === null) {
    return (
      <Card title={t.configuration}>
        <p className="muted">{t.noConfiguration}</p>
      </Card>
    );
  }
  const hasPool = configuration.models.some(({ pool }) => pool !== null);
  return (
    <Card
      title={t.configuration}
      note={
        <>
          {t.configurationAt} <Moment at={configuration.updatedAt} style="moment" /> ·{" "}
          {t.result(t[`result_${configuration.result}`])}
        </>
      }
    >
      <ScrollRegion label={t.configuration}>
        <table className="table table-stack configuration">
          <thead>
            <tr>
              <th scope="col">{t.model}</th>
              <th scope="col">{t.specification}</th>
              {hasPool && <th scope="col">{t.pool}</th>}
              <NumberHead>{t.instances}</NumberHead>
              <NumberHead>{t.weight}</NumberHead>
            </tr>
          </thead>
          <tbody>
            {configuration.models.map((model) => (
              <tr key={modelText(model)}>
                <th scope="row">{modelLabel(model)}</th>
                <td data-label={t.specification}>
                  <span className={model.customSpecification === null ? "mono" : undefined}>
                    {specificationText(model, language)}
                  </span>
                </td>
                {hasPool && (
                  <td className="mono" data-label={t.pool}>
                    {model.pool ?? "–"}
                  </td>
                )}
                <td className="number" data-label={t.instances}>
                  {model.instanceCount ?? "–"}
                </td>
                <td className="number" data-label={t.weight}>
                  {model.weightPercent === null ? "–" : percentText(model.weightPercent)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Card>
  );
}
