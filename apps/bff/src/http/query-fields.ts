import type { ParameterError } from "@deploy-lens/api/problems/problem";

export type FieldResult<Value> =
  | { readonly value: Value }
  | { readonly error: Omit<ParameterError, "parameter"> };

export interface Field<Value> {
  (text: string): FieldResult<Value>;
  /** Allows repetition: `a=1&a=2` equals `a=1,2`. */
  readonly isList?: boolean;
}

export function words<const Word extends string>(vocabulary: readonly Word[]): Field<Word[]> {
  const read = (text: string): FieldResult<Word[]> => {
    const list: Word[] = [];
    for (const part of text.split(",")) {
      const word = vocabulary.find((candidate) => candidate === part);
      if (word === undefined) return refused("must be among the allowed words", vocabulary);
      list.push(word);
    }
    return new Set(list).size === list.length ? { value: list } : refused("must name each word once");
  };
  return Object.assign(read, { isList: true });
}

export function word<const Word extends string>(vocabulary: readonly Word[]): Field<Word> {
  return (text) => {
    const value = vocabulary.find((candidate) => candidate === text);
    return value === undefined ? refused("must be one of the allowed words", vocabulary) : { value };
  };
}

export function integer(min: number, max: number): Field<number> {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? { value } : refused(`must be a whole number from ${min} to ${max}`);
  };
}

export function matching(pattern: RegExp, hint: string): Field<string> {
  return (text) => (pattern.test(text) ? { value: text } : refused(hint));
}

export function printableText(maxLength: number, hint: string): Field<string> {
  return (text) => {
    const fits = text.length >= 1 && text.length <= maxLength && !/\p{Cc}/u.test(text);
    return fits ? { value: text } : refused(hint);
  };
}

const TIME =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d))?$/;
const TIME_HINT =
  "must be ISO 8601 with Z or an offset (2026-11-01T00:00:00Z, 2026-11-01T08:00:00+08:00), a UTC date (2026-11-01) or epoch milliseconds (1793491200000)";
/** The last millisecond of year 9999, the largest that a four-digit ISO 8601 year can express. */
const LAST_MS = Date.UTC(10_000, 0) - 1;

/** An ISO 8601 time, parsed to epoch ms. */
export const time: Field<number> = (text) => {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : isoTime(text);
  if (value === null) return refused(TIME_HINT);
  return value >= 0 && value <= LAST_MS ? { value } : refused("must lie between 1970 and the year 9999");
};

function isoTime(text: string): number | null {
  const [, year, month, day] = TIME.exec(text) ?? [];
  if (day === undefined) return null;
  const daysInMonth = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
  return Number(day) <= daysInMonth ? Date.parse(text) : null;
}

function refused(message: string, allowed?: readonly string[]) {
  return { error: { message, ...(allowed === undefined ? {} : { allowed: [...allowed] }) } };
}
