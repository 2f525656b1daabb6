import type { Event } from "@deploy-lens/api/events/events";
import { useEffect, useRef } from "react";
import { Empty } from "../../design/notice.tsx";
import { ScrollRegion } from "../../design/scroll-region.tsx";
import { useWords } from "../../language/words.ts";
import { EventRow } from "./event-row.tsx";
import { markOfEvent, marksMeet } from "./mark.ts";
import type { Marking } from "./waterfall.tsx";
import { DEPLOYMENT_WORDS } from "./words.ts";
import "./event-log.css";

/** True for events that report a problem or are unrecognized. */
export function isProblemEvent({ severity, signal }: Event): boolean {
  return (
    severity === "abnormal" ||
    severity === "warning" ||
    signal === "failure" ||
    signal === "retry" ||
    signal === "unclassified"
  );
}

/** Longer logs skip the layout of off-screen events. */
const LONG = 150;

export function EventLog(props: {
  events: readonly Event[];
  startMs: number;
  marking: Marking;
  problemsOnly: boolean;
  more: (() => void) | null;
}) {
  const { events, startMs, marking, problemsOnly } = props;
  const t = useWords(DEPLOYMENT_WORDS);
  const box = useRef<HTMLDivElement>(null);
  const shown = problemsOnly ? events.filter(isProblemEvent) : events;
  const { chosen } = marking;

  // Scrolls the first event of a selected bar into view, within the log only.
  useEffect(() => {
    const log = box.current;
    const first = chosen === null ? null : log?.querySelector<HTMLElement>(".event-chosen");
    if (log == null || first == null) return;
    const top = first.offsetTop;
    const visible = top >= log.scrollTop && top + first.offsetHeight <= log.scrollTop + log.clientHeight;
    if (!visible) log.scrollTo({ top: top - 24, behavior: "smooth" });
  }, [chosen]);

  if (shown.length === 0) return <Empty title={problemsOnly ? t.noProblems : t.noEvents} />;
  return (
    <>
      <ScrollRegion className="events" label={t.log} ref={box}>
        <ol className={shown.length > LONG ? "events-long" : undefined}>
          {shown.map((event) => {
            const mark = markOfEvent(event);
            return (
              <EventRow
                key={event.id}
                event={event}
                startMs={startMs}
                marked={marksMeet(marking.mark, mark)}
                chosen={marksMeet(chosen, mark)}
                marking={marking}
              />
            );
          })}
        </ol>
      </ScrollRegion>
      {props.more !== null && (
        <p className="more">
          <button type="button" className="button" onClick={props.more}>
            {t.moreEvents}
          </button>
        </p>
      )}
    </>
  );
}
