import { useLanguage } from "../language/language.tsx";
import { useWords, wording } from "../language/words.ts";
import { errorWords } from "./error-words.ts";
import { Icon } from "./icon.tsx";

const WORDS = wording({ en: { retry: "Try again" }, zh: { retry: "重试" } });

export function ErrorView({ error, retry }: { error: unknown; retry?: () => unknown }) {
  const { language } = useLanguage();
  const t = useWords(WORDS);
  const { title, detail, todo, reference } = errorWords(error, language);
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
