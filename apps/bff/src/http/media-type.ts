import { ProblemError } from "../request/problem-error.ts";

/**
 * Negotiates a media type: the caller's preferred one of those offered, or the first when there is no preference.
 * Source: RFC 9110, section 12.5.1.
 *
 * @throws ProblemError `not-acceptable` when the caller accepts none of them
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

export interface AcceptedRange {
  readonly type: string;
  readonly quality: number;
}

export function parseRanges(header: string): AcceptedRange[] {
  return header.split(",").map(parseRange);
}

function parseRange(text: string): AcceptedRange {
  const [type = "", ...parameters] = text.toLowerCase().split(";");
  const weight = parameters
    .map((parameter) => /^\s*q=(\d(?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1])
    .find(Boolean);
  return { type: type.trim(), quality: weight === undefined ? 1 : Math.min(1, Number(weight)) };
}

/** The most specific range decides. */
function qualityOf(type: string, ranges: readonly AcceptedRange[]): number {
  const [group] = type.split("/");
  for (const pattern of [type, `${group}/*`, "*/*"]) {
    const range = ranges.find((candidate) => candidate.type === pattern);
    if (range !== undefined) return range.quality;
  }
  return 0;
}
