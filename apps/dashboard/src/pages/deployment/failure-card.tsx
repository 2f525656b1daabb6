import type { FailureAnswer } from "@deploy-lens/api/fields/failure";
import { causeTitle } from "@deploy-lens/core/vocabulary/advice";
import { Card } from "../../design/card.tsx";
import { visibleText } from "../../design/visible-text.ts";
import { useLabel, useWords } from "../../language/words.ts";
import { ExplorerLink } from "../../search/explorer-link.tsx";
import { Moment } from "../../time/moment.tsx";
import { DEPLOYMENT_WORDS } from "./words.ts";

/** The failure's cause, the platform's verbatim text, and the documented remedy. */
export function FailureCard({ failure }: { failure: FailureAnswer }) {
  const t = useWords(DEPLOYMENT_WORDS);
  const label = useLabel();
  return (
    <Card
      title={t.why(label(causeTitle(failure.cause)))}
      note={
        <>
          <Moment at={failure.occurredAt} style="clock" /> ·{" "}
          <ExplorerLink search={{ cause: failure.cause }}>{t.sameCause}</ExplorerLink>
        </>
      }
      className="failure"
    >
      <div className="failure-parts">
        <div>
          <h3>{t.platformSays}</h3>
          <pre className="quote">{visibleText(failure.message)}</pre>
        </div>
        <div>
          <h3>{t.todo}</h3>
          <p>{failure.advice}</p>
        </div>
      </div>
    </Card>
  );
}
