import { Link, type LinkProps } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { useWords, wording } from "../language/words.ts";

const WORDS = wording({ en: { path: "Where you are" }, zh: { path: "当前位置" } });

export interface Crumb {
  readonly label: string;
  readonly link: Pick<LinkProps, "to" | "params">;
}

let arrived = false;

/** A page's heading. Takes focus after in-page navigation, so that screen readers continue there. */
export function PageHead(props: {
  crumbs?: readonly Crumb[];
  title: ReactNode;
  windowTitle: string;
  beside?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}) {
  const t = useWords(WORDS);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${props.windowTitle} · Deploy Lens`;
  }, [props.windowTitle]);
  useEffect(() => {
    if (arrived) heading.current?.focus({ preventScroll: true });
    arrived = true;
  }, []);
  return (
    <div className="page-head">
      {props.crumbs !== undefined && (
        <nav aria-label={t.path}>
          <ol className="crumbs">
            {props.crumbs.map(({ label, link }) => (
              <li key={link.to}>
                <Link {...link}>{label}</Link>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className="page-title">
        <h1 ref={heading} tabIndex={-1}>
          {props.title}
        </h1>
        {props.beside}
        {props.actions !== undefined && <div className="page-actions">{props.actions}</div>}
      </div>
      {props.children !== undefined && <div className="page-meta">{props.children}</div>}
    </div>
  );
}
