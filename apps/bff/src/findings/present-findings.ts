import { presentInstant } from "@deploy-lens/api/fields/present-instant";
import type { FindingAnswer } from "@deploy-lens/api/findings/findings";
import type { RunRef } from "@deploy-lens/core/findings";
import { actOn, type FindingAct, findingState } from "@deploy-lens/core/findings/acts";
import { groupFindings } from "@deploy-lens/core/findings/groups";
import { findingSentence } from "@deploy-lens/core/findings/sentence";
import type { Language } from "@deploy-lens/core/vocabulary/labels";
import type { ProjectFindings } from "@deploy-lens/store/findings";

/** Further input of a finding's answer. */
export interface PresentationOptions {
  /** By service id. */
  readonly names: ReadonlyMap<string, string | null>;
  readonly nowMs: number;
  readonly language: Language;
}

/** The findings of a project as answered, the newest change first. */
export function presentFindings(
  { services, acts }: ProjectFindings,
  { names, nowMs, language }: PresentationOptions,
): readonly FindingAnswer[] {
  const findings = services.flatMap((service) => service.findings);
  const groups = groupFindings(findings);
  return findings
    .map((finding): FindingAnswer => {
      const act = actOn(finding, acts, nowMs);
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
        state: findingState(finding, act),
        confirmed: confirmed === null ? null : refOf(confirmed),
        resolved: resolved === null ? null : refOf(resolved),
        act: act === null ? null : presentAct(act),
        group: groups.get(id) ?? null,
      };
    })
    .sort((a, b) => Date.parse(b.since.at) - Date.parse(a.since.at) || (a.id < b.id ? -1 : 1));
}

/** The decision of a finding as answered; one that takes others back is none. */
function presentAct({ action, note, untilMs, by, atMs }: FindingAct): FindingAnswer["act"] {
  if (action === "reopen") return null;
  return {
    action,
    note,
    until: untilMs === null ? null : presentInstant(untilMs),
    by,
    at: presentInstant(atMs),
  };
}

function refOf({ deploymentId, atMs }: RunRef): FindingAnswer["since"] {
  return { deploymentId, at: presentInstant(atMs) };
}

/** A sentence stands alone, so its time names its zone: `2026-11-19 02:55 UTC`. */
function utcText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
