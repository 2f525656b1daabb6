import { useLanguage } from "../language/language.tsx";
import { inBrackets } from "../language/punctuation.ts";
import { agoText, type MomentStyle, momentText, utcText } from "./moment-text.ts";
import { useNow } from "./now.ts";
import { useZone } from "./zone.tsx";

/** A point in time in the page's zone; UTC on hover and for screen readers. */
export function Moment({ at, style = "minute" }: { at: string; style?: MomentStyle }) {
  const { language } = useLanguage();
  const zone = useZone();
  const epochMs = Date.parse(at);
  const utc = utcText(epochMs);
  return (
    <time dateTime={at} title={utc} className="nowrap">
      {momentText(epochMs, style, language, zone)}
      <span className="hidden-visually">{inBrackets(utc, language)}</span>
    </time>
  );
}

/** Time elapsed since, counting up; the exact time on hover. */
export function Ago({ at }: { at: string }) {
  const { language } = useLanguage();
  const nowMs = useNow(30_000);
  const epochMs = Date.parse(at);
  const exact = `${momentText(epochMs, "moment", language)} · ${utcText(epochMs)}`;
  return (
    <time dateTime={at} title={exact} className="nowrap">
      {agoText(Math.max(0, nowMs - epochMs), language)}
      <span className="hidden-visually">{inBrackets(exact, language)}</span>
    </time>
  );
}
