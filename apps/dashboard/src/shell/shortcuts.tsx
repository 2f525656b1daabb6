import { useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { useWords, wording } from "../language/words.ts";
import { storedPreference } from "../preferences.ts";
import { placeOfKey } from "./place-of-key.ts";

const WORDS = wording({
  en: { shortcuts: "Keyboard shortcuts" },
  zh: { shortcuts: "键盘快捷键" },
});

const ShortcutsDialog = lazy(() =>
  import("./shortcuts-dialog.tsx").then(({ ShortcutsDialog }) => ({ default: ShortcutsDialog })),
);

/** The second key has to follow within this time. */
const SECOND_KEY_MS = 1_500;

/** Keys that work on every page, unless the reader has turned them off; and the button that lists them. */
export function Shortcuts() {
  const t = useWords(WORDS);
  const [listed, setListed] = useState(false);
  const router = useRouter();
  useEffect(() => {
    let afterG = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent) => {
      if (isForTheField(event) || storedPreference("shortcuts") === "off") return;
      const place =
        event.timeStamp - afterG < SECOND_KEY_MS ? placeOfKey(event.key, location.pathname) : null;
      afterG = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (place !== null) void router.navigate({ href: place });
      else if (event.key === "?") setListed(true);
      else if (event.key === "/") focusSearch();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [router]);
  return (
    <>
      <button
        type="button"
        className="button button-quiet shortcuts-button"
        aria-label={t.shortcuts}
        title={`${t.shortcuts} (?)`}
        onClick={() => setListed(true)}
      >
        ?
      </button>
      {listed && (
        <Suspense>
          <ShortcutsDialog title={t.shortcuts} onClose={() => setListed(false)} />
        </Suspense>
      )}
    </>
  );
}

/** True for keys that are typed into something, or belong to the browser. */
function isForTheField({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return true;
  return target instanceof Element && target.closest("input, select, textarea, dialog") !== null;
}

/** A search within a closed menu cannot be seen. */
function focusSearch(): void {
  const fields = document.querySelectorAll<HTMLInputElement>("main input[type=search]");
  [...fields].find((field) => field.checkVisibility())?.focus();
}
