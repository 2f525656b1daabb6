import type { FindingList } from "@deploy-lens/api/findings/findings";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Card } from "../../design/card.tsx";
import { useWords } from "../../language/words.ts";
import { FindingText } from "./finding-text.tsx";
import { FINDINGS_WORDS } from "./words.ts";
import "./findings.css";

/** Further ones are shown when asked for. */
const SHOWN = 3;

/** The lasting changes of a project in words, each leading to its evidence. Nothing where there are none. */
export function FindingsCard({ list, projectId }: { list: FindingList; projectId: string }) {
  const t = useWords(FINDINGS_WORDS);
  const [all, setAll] = useState(false);
  const { findings, expectedFalseAlarms } = list;
  if (findings.length === 0) return null;
  const shown = all ? findings : findings.slice(0, SHOWN);
  const hidden = findings.length - shown.length;
  return (
    <Card
      title={t.title}
      note={<span title={t.noteTitle}>{t.note(expectedFalseAlarms.toFixed(1))}</span>}
      className="findings"
    >
      <ul>
        {shown.map((finding) => (
          <li key={finding.id} className={`finding finding-${finding.kind}`}>
            <Link
              to="/projects/$projectId/services/$serviceId/findings/$findingId"
              params={{ projectId, serviceId: finding.serviceId, findingId: finding.id }}
            >
              <FindingText finding={finding} />
            </Link>
            {finding.group !== null && (
              <span className="small muted">{t.together(finding.group.services)}</span>
            )}
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <button type="button" className="button" onClick={() => setAll(true)}>
          {t.more(hidden)}
        </button>
      )}
    </Card>
  );
}
