import { durationText } from "../text/duration.ts";
import { type Bilingual, type Language, PHASE_LABELS } from "../vocabulary/labels.ts";
import type { FindingKind, ServiceFinding } from "./index.ts";

/** The parts of a finding that its sentence names. */
export interface SentenceInput extends Pick<ServiceFinding, "kind" | "phase" | "ratio" | "attribution"> {
  readonly before: { readonly n: number; readonly share: number | null };
  readonly after: { readonly n: number; readonly share: number | null };
  readonly service: string;
  /** The time of the change, as the reader writes it. */
  readonly since: string;
}

const WHOLE: Bilingual = { en: "a whole deployment", zh: "整次部署" };

/** Names of a finding's phase. */
export function findingPhaseLabel(phase: ServiceFinding["phase"], language: Language): string {
  return (phase === "total" ? WHOLE : PHASE_LABELS[phase])[language];
}

/**
 * A finding in one sentence.
 *
 * @example
 * findingSentence(finding, "en");
 * // "fraud-score: prepare environment takes 85% longer since 2026-11-19 02:55 UTC, 41 against 121 deployments; +14.4 s of the
 * // +16.1 s that a deployment takes longer"
 */
export function findingSentence(finding: SentenceInput, language: Language): string {
  const phase = findingPhaseLabel(finding.phase, language);
  const { service, since, before, after } = finding;
  const sentence = SENTENCES[finding.kind][language];
  return sentence({
    service,
    since,
    phase,
    percent: percentText(Math.abs((finding.ratio ?? 1) - 1)),
    before: percentText(before.share ?? 0),
    after: percentText(after.share ?? 0),
    n: after.n,
    nBefore: before.n,
    part: partText(finding, language),
  });
}

interface Words {
  readonly service: string;
  readonly since: string;
  readonly phase: string;
  readonly percent: string;
  readonly before: string;
  readonly after: string;
  readonly n: number;
  readonly nBefore: number;
  readonly part: string;
}

const SENTENCES: Readonly<Record<FindingKind, Readonly<Record<Language, (words: Words) => string>>>> = {
  slower: {
    en: (w) =>
      `${w.service}: ${w.phase} takes ${w.percent} longer since ${w.since}, ${w.n} against ${w.nBefore} deployments${w.part}`,
    zh: (w) =>
      `${w.service}：自 ${w.since} 起，${w.phase}耗时增加 ${w.percent}（之后 ${w.n} 次，之前 ${w.nBefore} 次）${w.part}`,
  },
  faster: {
    en: (w) =>
      `${w.service}: ${w.phase} takes ${w.percent} less time since ${w.since}, ${w.n} against ${w.nBefore} deployments${w.part}`,
    zh: (w) =>
      `${w.service}：自 ${w.since} 起，${w.phase}耗时减少 ${w.percent}（之后 ${w.n} 次，之前 ${w.nBefore} 次）${w.part}`,
  },
  cold_share: {
    en: (w) =>
      `${w.service}: ${w.phase} without a cached image in ${w.after} of deployments since ${w.since}, in ${w.before} before; ${w.n} against ${w.nBefore} deployments`,
    zh: (w) =>
      `${w.service}：自 ${w.since} 起，${w.phase}未命中缓存的部署占 ${w.after}，此前为 ${w.before}（之后 ${w.n} 次，之前 ${w.nBefore} 次）`,
  },
  failure_share: {
    en: (w) =>
      `${w.service}: ${w.after} of deployments fail since ${w.since}, ${w.before} before; ${w.n} against ${w.nBefore} deployments`,
    zh: (w) =>
      `${w.service}：自 ${w.since} 起，${w.after} 的部署失败，此前为 ${w.before}（之后 ${w.n} 次，之前 ${w.nBefore} 次）`,
  },
};

/** The phase's part of the change of the total; what does not fit into "of" stands beside it. */
function partText({ attribution, phase }: SentenceInput, language: Language): string {
  if (attribution === null) return "";
  const { totalMs, parts } = attribution;
  const total = signedText(totalMs, language);
  if (phase === "total") return language === "en" ? `; ${total} on average` : `；平均 ${total}`;
  const ownMs = parts.find(({ part }) => part === phase)?.ms ?? 0;
  const own = signedText(ownMs, language);
  const fits = Math.sign(ownMs) === Math.sign(totalMs) && Math.abs(ownMs) <= Math.abs(totalMs);
  if (language === "zh") return `；${own}，整次部署 ${total}`;
  return fits
    ? `; ${own} of the ${total} that a deployment takes ${totalMs > 0 ? "longer" : "less"}`
    : `; ${own}, a whole deployment ${total}`;
}

/** A difference with its sign. */
export function signedText(ms: number, language: Language): string {
  return ms > 0 ? `+${durationText(ms, language)}` : durationText(ms, language);
}

function percentText(share: number): string {
  return `${Math.round(share * 100)}%`;
}
