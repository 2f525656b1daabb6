import type { Event } from "@deploy-lens/api/events/events";
import { durationText } from "@deploy-lens/core/text/duration";
import { Icon } from "../../design/icon.tsx";
import { visibleText } from "../../design/visible-text.ts";
import { useLanguage } from "../../language/language.tsx";
import { inBrackets } from "../../language/punctuation.ts";
import { useWords } from "../../language/words.ts";
import { momentText, utcText } from "../../time/moment-text.ts";
import { markOfEvent } from "./mark.ts";
import type { Marking } from "./waterfall.tsx";
import { DEPLOYMENT_WORDS } from "./words.ts";

/** An event. Its text is untrusted and never rendered as markup. */
export function EventRow(props: {
  event: Event;
  startMs: number;
  marked: boolean;
  chosen: boolean;
  marking: Marking;
}) {
  const { event, startMs, marking, chosen } = props;
  const t = useWords(DEPLOYMENT_WORDS);
  const { language } = useLanguage();
  const mark = markOfEvent(event);
  const atMs = Date.parse(event.occurredAt);
  const sinceMs = atMs - startMs;
  const point = () => marking.point(mark, sinceMs);
  const leave = () => marking.point(null);
  const content = (
    <>
      <span className="event-swatch phase-fill" data-phase={event.phase ?? "none"} aria-hidden="true" />
      <time className="event-time mono muted" dateTime={event.occurredAt} title={utcText(atMs)}>
        {momentText(atMs, "millisecond", language)}
        <span className="hidden-visually">{inBrackets(utcText(atMs), language)}</span>
        <span className="event-offset">+{durationText(sinceMs, language)}</span>
      </time>
      <span className="event-text">
        <bdi>{visibleText(event.message)}</bdi>
        {event.severity === "abnormal" && (
          <span className="event-tag tag-bad">
            <Icon name="warn" />
            {t.abnormal}
          </span>
        )}
        {event.severity === "warning" && (
          <span className="event-tag tag-warn">
            <Icon name="warn" />
            {t.warning}
          </span>
        )}
        {event.signal === "unclassified" && (
          <span className="event-tag">
            <Icon name="question" />
            {t.unclassified}
          </span>
        )}
      </span>
    </>
  );
  const state = `event${props.marked ? " event-marked" : ""}${chosen ? " event-chosen" : ""}`;
  return (
    <li className={state} data-phase={event.phase ?? "none"} onPointerEnter={point} onPointerLeave={leave}>
      {mark === null ? (
        <div className="event-line">{content}</div>
      ) : (
        <button
          type="button"
          className="event-line"
          aria-pressed={chosen}
          onClick={() => marking.choose(chosen ? null : mark)}
          onFocus={point}
          onBlur={leave}
        >
          {content}
        </button>
      )}
    </li>
  );
}
