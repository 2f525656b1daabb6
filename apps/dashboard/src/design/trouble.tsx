import { useLanguage } from "../language/language.tsx";
import { useWords, wording } from "../language/words.ts";
import { Icon } from "./icon.tsx";
import { troubleWords } from "./trouble-words.ts";

const WORDS = wording({ en: { retry: "Try again" }, zh: { retry: "重试" } });

/** What stands where an answer should be, when there is none. */
export function Trouble({ error, retry }: { error: unknown; retry?: () => unknown }) {
  const { language } = useLanguage();
  const t = useWords(WORDS);
  const { title, detail, todo, reference } = troubleWords(error, language);
  return (
    <div className="empty" role="alert">
      <strong>{title}</strong>
      {detail !== null && <p>{detail}</p>}
      <p>{todo}</p>
      {retry !== undefined && (
        <button type="button" className="button" onClick={() => void retry()}>
          <Icon name="retry" />
          {t.retry}
        </button>
      )}
      {reference !== null && <p className="small">{reference}</p>}
    </div>
  );
}
