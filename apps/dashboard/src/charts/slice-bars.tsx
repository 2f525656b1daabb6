import "./slice-bars.css";

/** A bar for each part of a window; `title` is what a bar says on its own. */
export function SliceBars(props: {
  bars: readonly { readonly value: number; readonly title: string }[];
  most: number;
  label: string;
  onBar?: ((index: number) => void) | undefined;
  tone?: "good" | "bad" | "neutral";
}) {
  const { onBar } = props;
  return (
    <span className={`slice-bars slice-${props.tone ?? "bad"}`} role="img" aria-label={props.label}>
      {props.bars.map(({ value, title }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the row's name is a link
        // biome-ignore lint/a11y/noStaticElementInteractions: the row's name is a link
        <span
          key={title}
          className={onBar === undefined ? "slice" : "slice slice-leads"}
          title={title}
          onClick={onBar && (() => onBar(index))}
        >
          <span style={{ height: `${(100 * value) / Math.max(1, props.most)}%` }} />
        </span>
      ))}
    </span>
  );
}
