import { useEffect, useRef, useState } from "react";
import { Icon } from "../../design/icon.tsx";
import { useWords } from "../../language/words.ts";
import { DEPLOYMENT_WORDS } from "./words.ts";

/** Copies the deployment: its address, text for people, or JSON for programs. */
export function CopyButtons(props: {
  address: string;
  text: () => Promise<string>;
  json: () => string;
  /** Called on hover, so that the text is ready when the button is pressed. */
  prepare: () => void;
}) {
  const { address, text, json, prepare } = props;
  const t = useWords(DEPLOYMENT_WORDS);
  const [copied, setCopied] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 4000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (content: string) => {
    try {
      await navigator.clipboard.writeText(content);
      setCopied(true);
    } catch {
      setRefused(content);
    }
  };
  return (
    <>
      <span className="copied small" role="status">
        {copied && (
          <>
            <Icon name="check" /> {t.copied}
          </>
        )}
      </span>
      <button type="button" className="button" onClick={() => void copy(address)}>
        <Icon name="copy" />
        {t.copyLink}
      </button>
      <button
        type="button"
        className="button"
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={() => void text().then(copy)}
      >
        <Icon name="copy" />
        {t.copyText}
      </button>
      <button type="button" className="button" onClick={() => void copy(json())}>
        <Icon name="copy" />
        {t.copyJson}
      </button>
      {refused !== null && <CopyByHand content={refused} onClose={() => setRefused(null)} />}
    </>
  );
}

/** Fallback when the clipboard is unavailable: an insecure origin or a denied permission. */
function CopyByHand({ content, onClose }: { content: string; onClose: () => void }) {
  const t = useWords(DEPLOYMENT_WORDS);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="card copy-dialog" onClose={onClose} aria-label={t.copyText}>
      <p>{t.copyFailed}</p>
      <textarea
        className="input mono"
        readOnly
        value={content}
        rows={16}
        onFocus={({ target }) => target.select()}
      />
      <button type="button" className="button" onClick={() => dialog.current?.close()}>
        {t.close}
      </button>
    </dialog>
  );
}
