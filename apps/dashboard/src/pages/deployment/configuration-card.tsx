import type { Configuration, ModelConfiguration } from "@deploy-lens/api/configuration";
import { Card } from "../../design/card.tsx";
import { ScrollRegion } from "../../design/scroll-region.tsx";
import { useLanguage } from "../../language/language.tsx";
import { percentText } from "../../language/number-text.ts";
import { useWords } from "../../language/words.ts";
import { Moment } from "../../time/moment.tsx";
import { modelLabel, modelText } from "./mark.ts";
import { DEPLOYMENT_WORDS } from "./words.ts";

/** What the deployment was asked to bring up. */
export function ConfigurationCard({ configuration }: { configuration: Configuration | null }) {
  const t = useWords(DEPLOYMENT_WORDS);
  const { language } = useLanguage();
  if (configuration === null) {
    return (
      <Card title={t.configuration}>
        <p className="muted">{t.noConfiguration}</p>
      </Card>
    );
  }
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
              <th scope="col" className="number">
                {t.instances}
              </th>
              <th scope="col" className="number">
                {t.weight}
              </th>
            </tr>
          </thead>
          <tbody>
            {configuration.models.map((model) => (
              <tr key={modelText(model)}>
                <th scope="row">{modelLabel(model)}</th>
                <td data-label={t.specification}>
                  <Specification model={model} />
                </td>
                <td className="number" data-label={t.instances}>
                  {model.instanceCount ?? "–"}
                </td>
                <td className="number" data-label={t.weight}>
                  {model.weightPercent === null ? "–" : percentText(model.weightPercent, language)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Card>
  );
}

function Specification({ model: { specification, customSpecification } }: { model: ModelConfiguration }) {
  const t = useWords(DEPLOYMENT_WORDS);
  if (customSpecification === null) return <span className="mono">{specification ?? "–"}</span>;
  const { cpuCores, memoryMb, gpus, ascendChips } = customSpecification;
  const parts = [
    ...(cpuCores === null ? [] : [t.cpu(cpuCores)]),
    ...(memoryMb === null ? [] : [t.memory((memoryMb / 1024).toFixed(memoryMb % 1024 === 0 ? 0 : 1))]),
    ...(gpus === null || gpus === 0 ? [] : [t.gpu(gpus)]),
    ...(ascendChips === null || ascendChips === 0 ? [] : [t.ascend(ascendChips)]),
  ];
  return <span>{parts.join(" · ")}</span>;
}
