import "./slice-bars.css";

/** A bar for each part of a window; `title` is what a bar says on its own. */
export function SliceBars(props: {
  bars: readonly { readonly value: number; readonly title: string }[];
  /** The value of a full bar. */
  most: number;
  label: string;
  tone?: "good" | "bad" | "neutral";
}) {
  return (
    <span className={`slice-bars slice-${props.tone ?? "bad"}`} role="img" aria-label={props.label}>
      {props.bars.map(({ value, title }) => (
        <span key={title} className="slice" title={title}>
          <span style={{ height: `${(100 * value) / Math.max(1, props.most)}%` }} />
        </span>
      ))}
    </span>
  );
}
