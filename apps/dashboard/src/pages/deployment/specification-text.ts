import type { ModelConfiguration } from "@deploy-lens/api/deployments/configuration";
import type { Language } from "@deploy-lens/core/vocabulary/labels";
import { inLanguage } from "../../language/words.ts";
import { DEPLOYMENT_WORDS } from "./words.ts";

/** An instance's resources: the name of a specification, or the parts of a custom one; `–` if unknown. */
export function specificationText(
  { specification, customSpecification }: Pick<ModelConfiguration, "specification" | "customSpecification">,
  language: Language,
): string {
  if (customSpecification === null) return specification ?? "–";
  const t = inLanguage(DEPLOYMENT_WORDS, language);
  const { cpuCores, memoryMb, gpus, ascendChips } = customSpecification;
  return [
    ...(cpuCores === null ? [] : [t.cpu(cpuCores)]),
    ...(memoryMb === null ? [] : [t.memory((memoryMb / 1024).toFixed(memoryMb % 1024 === 0 ? 0 : 1))]),
    ...(gpus === null || gpus === 0 ? [] : [t.gpu(gpus)]),
    ...(ascendChips === null || ascendChips === 0 ? [] : [t.ascend(ascendChips)]),
  ].join(" · ");
}
