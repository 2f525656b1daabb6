import type { ReactNode, Ref } from "react";

/** A region that scrolls on its own, by keyboard too. */
export function ScrollRegion(props: {
  label: string;
  className?: string;
  ref?: Ref<HTMLDivElement>;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div
      className={props.className ?? "table-scroll"}
      ref={props.ref}
      role="group"
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard
      tabIndex={0}
    >
      {props.children}
    </div>
  );
}
