import { ProblemError } from "../request/problem-error.ts";

/**
 * The media type to answer in: of those on offer the one that the caller prefers, the first when they do not care. Source:
 * RFC 9110, section 12.5.1.
 *
 * @throws ProblemError `not-acceptable` when the caller takes none of them
 * @example
 * preferredType("text/csv, application/json;q=0.5", ["application/json", "text/csv"]); // "text/csv"
 */
export function preferredType<const Type extends string>(
  accept: string | undefined,
  offered: readonly [Type, ...Type[]],
): Type {
  if (accept === undefined || accept.trim() === "") return offered[0];
  const ranges = parseRanges(accept);
  let best: { readonly type: Type; readonly quality: number } | null = null;
  for (const type of offered) {
    const quality = qualityOf(type, ranges);
    if (quality > (best?.quality ?? 0)) best = { type, quality };
  }
  if (best !== null) return best.type;
  throw new ProblemError("not-acceptable", { detail: `This route answers in ${offered.join(" or ")}.` });
}

/** One of the things that a header such as `Accept` names, and how well it is liked, 0 to 1. */
export interface AcceptedRange {
  readonly type: string;
  readonly quality: number;
}

/** Reads `Accept` or `Accept-Encoding`. */
export function parseRanges(header: string): AcceptedRange[] {
  return header.split(",").map(parseRange);
}

function parseRange(text: string): AcceptedRange {
  const [type = "", ...parameters] = text.trim().toLowerCase().split(";");
  const weight = parameters.map((one) => /^\s*q=(\d(?:\.\d{0,3})?)\s*$/.exec(one)?.[1]).find(Boolean);
  return { type: type.trim(), quality: weight === undefined ? 1 : Math.min(1, Number(weight)) };
}

/** The most exact range decides. */
function qualityOf(type: string, ranges: readonly AcceptedRange[]): number {
  const [group] = type.split("/");
  for (const pattern of [type, `${group}/*`, "*/*"]) {
    const range = ranges.find((one) => one.type === pattern);
    if (range !== undefined) return range.quality;
  }
  return 0;
}
