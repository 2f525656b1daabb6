import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { UnreadableItemError } from "./errors.ts";

/** An item in DynamoDB's representation. */
export type Item = Record<string, AttributeValue>;

/** Encodes attributes: strings, integers and bytes. `undefined` and `null` are omitted. */
export function toItem(
  values: Readonly<Record<string, string | number | Uint8Array | null | undefined>>,
): Item {
  const item: Item = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined) continue;
    if (typeof value === "string") item[name] = { S: value };
    else if (typeof value === "number") item[name] = { N: value.toString() };
    else item[name] = { B: value };
  }
  return item;
}

/** Reads a string. @throws UnreadableItemError if it is missing. */
export function textOf(item: Item, name: string): string {
  return item[name]?.S ?? missing(item, name);
}

/** Reads an integer. @throws UnreadableItemError if it is missing. */
export function integerOf(item: Item, name: string): number {
  const value = Number(item[name]?.N ?? Number.NaN);
  return Number.isSafeInteger(value) ? value : missing(item, name);
}

/** Reads bytes; `null` if missing. */
export function bytesOf(item: Item, name: string): Uint8Array | null {
  return item[name]?.B ?? null;
}

/** An item's size as DynamoDB counts it. Source: "Item sizes and formats". */
export function itemBytes(item: Item): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) {
    const digits = value.N?.length ?? 0;
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value.S ?? "") + (value.B?.length ?? 0);
    if (digits > 0) bytes += Math.ceil(digits / 2) + 1;
  }
  return bytes;
}

/** The key of an item, for messages. */
export function nameOf(item: Item): string {
  return `${item.pk?.S ?? "?"} ${item.sk?.S ?? "?"}`;
}

function missing(item: Item, name: string): never {
  throw new UnreadableItemError({
    key: nameOf(item),
    reason: `the attribute ${name} is missing or of another type`,
  });
}
