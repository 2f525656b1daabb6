import { presentInstant } from "@deploy-lens/api/fields/present-instant";
import type { FindingAnswer } from "@deploy-lens/api/findings/findings";
import type { RunRef } from "@deploy-lens/core/findings";
import { groupFindings } from "@deploy-lens/core/findings/groups";
import { findingSentence } from "@deploy-lens/core/findings/sentence";
import type { Language } from "@deploy-lens/core/vocabulary/labels";
import type { StoredFindings } from "@deploy-lens/store/findings/items";

/** Further input of a finding's answer. */
export interface PresentationOptions {
  /** By service id. */
  readonly names: ReadonlyMap<string, string | null>;
  readonly language: Language;
}

/** The findings of a project as answered, the newest change first. */
export function presentFindings(
  services: readonly StoredFindings[],
  { names, language }: PresentationOptions,
): readonly FindingAnswer[] {
  const findings = services.flatMap((service) => service.findings);
  const groups = groupFindings(findings);
  return findings
    .map((finding): FindingAnswer => {
      const { id, serviceId, kind, phase, since, last, placedWithin, confirmed, resolved } = finding;
      const serviceName = names.get(serviceId) ?? null;
      const at = utcText(since.atMs);
      const { attribution } = finding;
      return {
        id,
        kind,
        serviceId,
        serviceName,
        phase,
        summary: findingSentence({ ...finding, service: serviceName ?? serviceId, since: at }, language),
        since: refOf(since),
        last: refOf(last),
        placedWithin: { from: refOf(placedWithin.from), to: refOf(placedWithin.to), runs: placedWithin.runs },
        wentOn: finding.wentOn.map(refOf),
        before: finding.before,
        after: finding.after,
        ratio: finding.ratio,
        interval: [...finding.interval],
        attribution: attribution === null ? null : { ...attribution, parts: [...attribution.parts] },
        changedAlso: [...finding.changedAlso],
        state: finding.state,
        confirmed: confirmed === null ? null : refOf(confirmed),
        resolved: resolved === null ? null : refOf(resolved),
        group: groups.get(id) ?? null,
      };
    })
    .sort((a, b) => Date.parse(b.since.at) - Date.parse(a.since.at) || (a.id < b.id ? -1 : 1));
}

function refOf({ deploymentId, atMs }: RunRef): FindingAnswer["since"] {
  return { deploymentId, at: presentInstant(atMs) };
}

/** A sentence stands alone, so its time names its zone: `2026-11-19 02:55 UTC`. */
function utcText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
