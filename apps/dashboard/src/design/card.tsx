import { type ReactNode, useId } from "react";

export function Card(props: {
  title: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={`card ${props.className ?? ""}`} aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>{props.title}</h2>
        {props.note !== undefined && <span className="card-note">{props.note}</span>}
        {props.actions}
      </div>
      <div className="card-body">{props.children}</div>
    </section>
  );
}
