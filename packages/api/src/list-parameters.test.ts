import { describe, expect, test } from "vitest";
import { isListParameter } from "./fields/parameter.ts";
import { parseQuery } from "./fields/query.ts";
import { API_ROUTES, type ApiRoute } from "./openapi/routes.ts";

const VALUES: Readonly<Record<string, readonly [string, string]>> = {
  type: ["normal", "abnormal"],
  phase: ["pull_image", "build_image"],
  signal: ["begin", "success"],
  outcome: ["success", "failure"],
  status: ["running", "failed"],
  groupBy: ["phase", "model"],
  quantiles: ["0.5", "0.9"],
  service: ["35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e", "another"],
  cause: ["image_pull", "timeout"],
  kind: ["deploy", "update"],
  flag: ["stalled", "recovered"],
  state: ["open", "resolved"],
  "listFindings.kind": ["slower", "cold_share"],
  "listServiceFindings.kind": ["slower", "cold_share"],
};

/** Parameters with a vocabulary of one word, which have no second value to test. */
const SINGLE = ["include", "getProjectDelivery.groupBy"];

describe.each(API_ROUTES.map((route: ApiRoute): [string, ApiRoute] => [route.id, route]))(
  "%s",
  (id, { query }) => {
    const isSingle = (name: string) => SINGLE.includes(name) || SINGLE.includes(`${id}.${name}`);
    const lists = Object.keys(query?.shape ?? {}).filter((name) => isListParameter(query?.shape[name]));

    test.each(lists.filter((name) => !isSingle(name)))("takes %s in both spellings", (name) => {
      if (query === undefined) throw new Error("no query");
      const [first, second] = VALUES[`${id}.${name}`] ?? VALUES[name] ?? ["", ""];
      const joined = parseQuery(query, new URLSearchParams({ [name]: `${first},${second}` }));
      expect(joined).toMatchObject({ ok: true });
      const repeated = parseQuery(
        query,
        new URLSearchParams([
          [name, first],
          [name, second],
        ]),
      );
      expect(repeated).toEqual(joined);
    });

    test("has no list that is unknown here", () => {
      expect(Object.keys(VALUES)).toEqual(expect.arrayContaining(lists.filter((name) => !isSingle(name))));
    });
  },
);
