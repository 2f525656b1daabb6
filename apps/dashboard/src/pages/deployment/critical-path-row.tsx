import { durationText } from "@deploy-lens/core/text/duration";
import { useLanguage } from "../../language/language.tsx";
import { labelled, listComma } from "../../language/punctuation.ts";
import { useWords } from "../../language/words.ts";
import { usePhaseLabel } from "../../phases/phase-name.tsx";
import { placeOf } from "./axis-place.ts";
import { marksMeet, modelText } from "./mark.ts";
import type { Marking } from "./waterfall.tsx";
import type { PathPiece, WaterfallShape } from "./waterfall-shape.ts";
import { DEPLOYMENT_WORDS } from "./words.ts";

/** The critical path from start to end: one phase at a time, or a gap. */
export function CriticalPath({ shape, marking }: { shape: WaterfallShape; marking: Marking }) {
  const t = useWords(DEPLOYMENT_WORDS);
  const label = usePhaseLabel();
  const { language } = useLanguage();
  const textOf = ({ phase, fromMs, toMs }: PathPiece) =>
    `${label(phase ?? "gap")} ${durationText(toMs - fromMs, language)}`;
  return (
    <div className="waterfall-row path-row">
      <span className="waterfall-label path-name">{t.path}</span>
      <div
        className="waterfall-plot"
        role="img"
        aria-label={labelled(t.path, shape.path.map(textOf).join(listComma(language)), language)}
      >
        {shape.path.map((piece) => {
          const mark =
            piece.phase === null
              ? null
              : { phase: piece.phase, model: piece.model === null ? null : modelText(piece.model) };
          const dim = marking.mark !== null && !marksMeet(marking.mark, mark);
          return (
            <span
              key={piece.fromMs}
              className={dim ? "path-piece phase-fill dim" : "path-piece phase-fill"}
              data-phase={piece.phase ?? "gap"}
              style={placeOf(piece, shape.lengthMs)}
              title={textOf(piece)}
              onPointerEnter={() => marking.point(mark)}
              onPointerLeave={() => marking.point(null)}
            />
          );
        })}
      </div>
      <span className="path-time">{durationText(shape.lengthMs, language)}</span>
    </div>
  );
}
