import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";

type Tone = "good" | "bad" | "warn" | "live";

const ICONS: Record<Tone, IconName> = { good: "check", bad: "cross", warn: "warn", live: "info" };

/** A notice. One that appears later is announced to screen readers. */
export function Notice(props: { tone: Tone; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={`notice tone-${props.tone}`} role="status">
      <Icon name={ICONS[props.tone]} />
      <div className="notice-text">{props.children}</div>
      {props.action}
    </div>
  );
}

export function Empty(props: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <strong>{props.title}</strong>
      {props.children !== undefined && <p>{props.children}</p>}
      {props.action}
    </div>
  );
}
