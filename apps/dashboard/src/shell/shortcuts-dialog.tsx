import { useEffect, useRef, useState } from "react";
import { useWords, wording } from "../language/words.ts";
import { keepPreference, storedPreference } from "../preferences.ts";

const WORDS = wording({
  en: {
    list: "Show this list",
    find: "Find on this page",
    projects: "Go to the projects",
    project: "Go to the project",
    service: "Go to the service",
    deployments: "Go to all deployments",
    andThen: "then",
    enabled: "Use single-key shortcuts",
    close: "Close",
  },
  zh: {
    list: "显示此列表",
    find: "在本页查找",
    projects: "前往项目列表",
    project: "前往项目",
    service: "前往服务",
    deployments: "前往全部部署",
    andThen: "再按",
    enabled: "启用单键快捷键",
    close: "关闭",
  },
});

const KEYS = [
  ["list", "?"],
  ["find", "/"],
  ["projects", "g", "h"],
  ["project", "g", "p"],
  ["service", "g", "s"],
  ["deployments", "g", "d"],
] as const;

/** The list of keys. They can be turned off, since speech input may type them (WCAG 2.1.4). */
export function ShortcutsDialog({ title, onClose }: { title: string; onClose: () => void }) {
  const t = useWords(WORDS);
  const dialog = useRef<HTMLDialogElement>(null);
  const [enabled, setEnabled] = useState(storedPreference("shortcuts") !== "off");
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="card shortcuts" onClose={onClose} aria-label={title}>
      <h2>{title}</h2>
      <dl>
        {KEYS.map(([name, first, second]) => (
          <div key={name}>
            <dt>
              <kbd>{first}</kbd>
              {second !== undefined && (
                <>
                  {" "}
                  <span className="small muted">{t.andThen}</span> <kbd>{second}</kbd>
                </>
              )}
            </dt>
            <dd>{t[name]}</dd>
          </div>
        ))}
      </dl>
      <label>
        <input
          type="checkbox"
          checked={enabled}
          onChange={({ target }) => {
            setEnabled(target.checked);
            keepPreference("shortcuts", target.checked ? "on" : "off");
          }}
        />{" "}
        {t.enabled}
      </label>
      <button type="button" className="button" onClick={() => dialog.current?.close()}>
        {t.close}
      </button>
    </dialog>
  );
}
