import type { Event } from "@deploy-lens/api/events/events";
import { type Language, PHASE_LABELS } from "@deploy-lens/core/vocabulary/labels";
import type { Palette } from "./palette.ts";
import { columnsOf, padColumns, safeText, wrapColumns } from "./terminal-text.ts";
import { timeText } from "./time-text.ts";

export interface EventLineOptions {
  /** Width to wrap at; infinite when programs read the lines. */
  readonly columns: number;
  readonly language: Language;
  readonly palette: Palette;
  readonly timeZone: string;
}

const MARKS = {
  begin: "▶",
  success: "✓",
  failure: "✗",
  retry: "↻",
  info: "·",
  unclassified: "?",
} as const satisfies Record<Event["signal"], string>;

/** Below this width, messages go on separate lines. */
const MIN_MESSAGE_COLUMNS = 24;

/** Formats an event: time, meaning, model and the platform's own text, wrapped but never cut. */
export function eventLine(event: Event, { columns, language, palette, timeZone }: EventLineOptions): string {
  const time = timeText(Date.parse(event.occurredAt), timeZone);
  const subject = padColumns(subjectOf(event, language), 20);
  const before = `${time}  ${MARKS[event.signal]} ${subject} `;
  const message = safeText(event.message);
  const indent = columnsOf(before);
  const lines =
    columns - indent >= MIN_MESSAGE_COLUMNS
      ? wrapColumns(message, columns - indent).map(
          (line, i) => (i === 0 ? before : " ".repeat(indent)) + line,
        )
      : [
          ...wrapColumns(before.trimEnd(), columns, 2),
          ...wrapColumns(message, columns - 4).map((line) => `    ${line}`),
        ];
  return lines.map(paintOf(event, palette)).join("\n");
}

function subjectOf(event: Event, language: Language): string {
  if (event.phase !== null) return PHASE_LABELS[event.phase][language];
  return event.operation?.replaceAll("_", " ") ?? "";
}

function paintOf(event: Event, palette: Palette): (text: string) => string {
  switch (event.signal) {
    case "failure":
      return palette.red;
    case "retry":
    case "unclassified":
      return palette.yellow;
    case "success":
      return palette.green;
    case "begin":
    case "info":
      return (text) => text;
    default:
      return event.signal satisfies never;
  }
}
