import { describe, expect, test } from "vitest";
import { parseSearch, stringifySearch } from "./address-search.ts";
import { checkSearch, oneOf, textUpTo } from "./check-search.ts";

describe("the query of an address", () => {
  test("survives a round trip", () => {
    const search = {
      model: "推理 a/b 1.0+cu12 & co",
      compare: "2026-10-01T00:00:00Z/2026-10-08",
      find: "a=b",
    };
    expect(parseSearch(stringifySearch(search))).toEqual(search);
  });

  test("leaves out what is not set, and stays readable", () => {
    expect(stringifySearch({ find: undefined, model: "", range: "7d" })).toBe("?range=7d");
    expect(stringifySearch({})).toBe("");
    expect(stringifySearch({ compare: "2026-10-01/2026-10-08" })).toBe("?compare=2026-10-01/2026-10-08");
  });

  test("keeps texts that look like numbers texts", () => {
    expect(parseSearch("?find=007&x=true")).toEqual({ find: "007", x: "true" });
  });
});

describe("checking it", () => {
  const schema = { order: oneOf(["asc", "desc"]), find: textUpTo(5) };

  test("takes what is right", () => {
    expect(checkSearch(schema, { order: "asc", find: "bert" })).toEqual({
      search: { order: "asc", find: "bert" },
      rejected: [],
    });
  });

  test("gives one order, whatever the address has", () => {
    const { search } = checkSearch(schema, { find: "bert", order: "asc" });
    expect(Object.keys(search)).toEqual(["order", "find"]);
  });

  test("has no room for an empty text or one that is too long", () => {
    for (const find of ["", "bert-l"]) expect(checkSearch(schema, { find }).rejected).toHaveLength(1);
  });

  test("leaves out what is wrong and says so, keeping the rest", () => {
    expect(checkSearch(schema, { order: "up", find: "bert" })).toEqual({
      search: { find: "bert" },
      rejected: [{ name: "order", text: "up" }],
    });
  });

  test("reports names that it does not know, those of every object included", () => {
    expect(checkSearch(schema, parseSearch("?sort=p50&constructor=1")).rejected).toEqual([
      { name: "sort", text: "p50" },
      { name: "constructor", text: "1" },
    ]);
  });
});
