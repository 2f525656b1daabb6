/** One megabyte, and how the time grows on the way there. */
export const SIZES = [1 / 8, 1 / 4, 1 / 2, 1].map((share) => share * 2 ** 20);

const PUMPS = [
  "a",
  " ",
  "\t",
  "\n",
  "\r\n",
  ".",
  ",",
  ";",
  "/",
  "\\",
  "[",
  "]",
  "[a ",
  "[]",
  "()",
  "(".concat("（【［〔"),
  "=",
  '"',
  '""',
  "'",
  "-",
  "0",
  "9.",
  "a.b@c-",
  "%",
  "%2",
  "%25",
  "..",
  "../",
  "..%2f",
  "a,b;q=1,",
  "T00:00",
  "T00:00 00:00",
  "    at a:1:1\n",
  "Error",
  "error. ",
  "model ",
  "Failed to ",
  "Service update failed. Error: ",
  "insufficient ",
  "{",
  '{"a":',
  "[[",
  "aA1_",
  "é",
  "e\u0301",
  "ﷺ",
  "\u200b",
  "\u202e",
  "\ud800",
  "。",
  "资源不足",
  "\u001b[31m",
] as const;

const FRAMES: readonly (readonly [before: string, after: string])[] = [
  ["", ""],
  ["", "!"],
  ["building image for model [", ""],
  ["Service update failed. Error: ", " end"],
];

/** How many texts there are of each length. */
export const SHAPES = PUMPS.length * FRAMES.length;

/** One text of a length: one thing over and over, within what real texts begin and end with. */
export function hostileText(
  shape: number,
  length: number,
): { readonly shape: string; readonly text: string } {
  const pump = PUMPS[Math.floor(shape / FRAMES.length)] ?? "";
  const [before, after] = FRAMES[shape % FRAMES.length] ?? ["", ""];
  const filling = pump.repeat(Math.ceil(length / pump.length));
  return {
    shape: JSON.stringify(`${before}${pump}×${after}`),
    text: before + filling.slice(0, length - before.length - after.length) + after,
  };
}
