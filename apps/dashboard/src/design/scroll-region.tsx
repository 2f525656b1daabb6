import type { ReactNode, Ref } from "react";

/** A part that scrolls by itself where the window is too small for it, by keyboard too. */
export function ScrollRegion(props: {
  label: string;
  className?: string;
  ref?: Ref<HTMLDivElement>;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div
      className={props.className ?? "table-scroll"}
      ref={props.ref}
      role="group"
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
      tabIndex={0}
    >
      {props.children}
    </div>
  );
}
