import { styleText } from "node:util";

type Paint = (text: string) => string;

export interface Palette {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
}

/**
 * Colours if the stream is a terminal that supports them (`NO_COLOR` and `FORCE_COLOR` are honoured), otherwise none.
 */
export function paletteFor(stream: NodeJS.WriteStream): Palette {
  const paint =
    (style: keyof Palette): Paint =>
    (text) =>
      styleText(style, text, { stream });
  return {
    bold: paint("bold"),
    dim: paint("dim"),
    red: paint("red"),
    green: paint("green"),
    yellow: paint("yellow"),
    cyan: paint("cyan"),
  };
}

const asItIs: Paint = (text) => text;

/** No colours, for files and tests. */
export const plainPalette: Palette = {
  bold: asItIs,
  dim: asItIs,
  red: asItIs,
  green: asItIs,
  yellow: asItIs,
  cyan: asItIs,
};
