import type { FindingAnswer } from "@deploy-lens/api/findings/findings";
import { findingSentence } from "@deploy-lens/core/findings/sentence";
import { useLanguage } from "../../language/language.tsx";
import { momentText } from "../../time/moment-text.ts";
import { useZone } from "../../time/zone.tsx";

/** A finding in one sentence, its time in the page's zone. */
export function FindingText({ finding }: { finding: FindingAnswer }) {
  const { language } = useLanguage();
  const zone = useZone();
  const since = momentText(Date.parse(finding.since.at), "minute", language, zone);
  const service = finding.serviceName ?? finding.serviceId;
  return <>{findingSentence({ ...finding, service, since }, language)}</>;
}
