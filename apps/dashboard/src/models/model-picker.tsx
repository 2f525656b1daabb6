import { type FocusEvent, type KeyboardEvent, useMemo, useRef, useState } from "react";
import { visibleText } from "../design/visible-text.ts";
import { useWords } from "../language/words.ts";
import { findModels, type ModelGroup } from "./group-models.ts";
import { MODELS_WORDS } from "./words.ts";
import "./model-picker.css";

/**
 * Chooses a model or one of its versions, by typing a part of it. Enter takes the first that matches; the arrow keys go
 * through the list.
 */
export function ModelPicker(props: {
  groups: readonly ModelGroup[];
  /** `name version`, or `name` for all versions. */
  chosen: string | undefined;
  onChoose: (model: string | undefined) => void;
}) {
  const { groups, chosen, onChoose } = props;
  const t = useWords(MODELS_WORDS);
  const details = useRef<HTMLDetailsElement>(null);
  const [typed, setTyped] = useState("");
  const found = useMemo(() => findModels(groups, typed), [groups, typed]);
  const close = () => {
    if (details.current !== null) details.current.open = false;
    setTyped("");
  };
  const choose = (model: string | undefined) => {
    close();
    details.current?.querySelector("summary")?.focus();
    onChoose(model);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      close();
      details.current?.querySelector("summary")?.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const stops = [...(details.current?.querySelectorAll<HTMLElement>("input, .model-option") ?? [])];
    const at = stops.findIndex((stop) => stop.matches(":focus"));
    stops[Math.max(0, Math.min(stops.length - 1, at + step))]?.focus();
  };
  const leave = ({ relatedTarget }: FocusEvent) => {
    if (!(relatedTarget instanceof Node && details.current?.contains(relatedTarget) === true)) close();
  };
  const option = (model: string | undefined, label: string) => (
    <button
      type="button"
      className="model-option"
      aria-pressed={model === chosen}
      onClick={() => choose(model)}
    >
      {label}
    </button>
  );
  return (
    <div className="inline-field">
      <span className="muted small">{t.model}</span>
      <details
        className="model-picker"
        ref={details}
        onKeyDown={onKeyDown}
        onBlur={leave}
        onToggle={({ currentTarget }) => currentTarget.open && currentTarget.querySelector("input")?.focus()}
      >
        <summary className="input">
          <span className="hidden-visually">{t.model} </span>
          {chosen === undefined ? t.anyModel : visibleText(chosen)}
        </summary>
        <div className="model-list card">
          <form
            onSubmit={(event) => {
              event.preventDefault();
              const [first] = found;
              if (first !== undefined && typed !== "") choose(`${first.name} ${first.versions[0] ?? ""}`);
            }}
          >
            <input
              className="input"
              type="search"
              aria-label={t.find}
              placeholder={t.find}
              value={typed}
              maxLength={100}
              onChange={({ target }) => setTyped(target.value)}
            />
          </form>
          {option(undefined, t.anyModel)}
          {found.map(({ name, versions }) => (
            <fieldset key={name} aria-label={visibleText(name)}>
              {option(name, t.allVersions(visibleText(name)))}
              <span className="model-versions">
                {versions.map((version) => (
                  <span key={version}>{option(`${name} ${version}`, visibleText(version))}</span>
                ))}
              </span>
            </fieldset>
          ))}
          {found.length === 0 && <p className="muted small">{t.none}</p>}
        </div>
      </details>
    </div>
  );
}
