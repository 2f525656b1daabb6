import { AKSKSigner } from "@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Secret } from "../settings/credentials.ts";
import { canonicalQuery, sign } from "./signature.ts";

/** The request of the SDK's signer; its own types require the whole request builder. */
interface SdkRequest {
  readonly endpoint: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly queryParams: Record<string, string | string[]>;
  readonly data?: unknown;
}

const text = fc.string({ unit: "grapheme", maxLength: 20 });
const unreserved = fc.stringMatching(/^[A-Za-z0-9._~-]{1,12}$/).filter((part) => !/^\.{1,2}$/.test(part));
const headerValue = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);

const requests = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT", "DELETE"),
  host: fc.stringMatching(/^[a-z][a-z0-9]{0,8}\.example(:8[0-9]{3})?$/),
  segments: fc.array(unreserved, { maxLength: 6 }),
  query: fc.dictionary(
    text.filter((name) => name !== "" && name !== "__proto__"),
    fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })),
    { maxKeys: 6, noNullPrototype: true },
  ),
  headers: fc.dictionary(fc.stringMatching(/^x-[a-z]{1,8}(-[a-z]{1,8})?$/), headerValue, {
    maxKeys: 4,
    noNullPrototype: true,
  }),
  data: fc.option(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), text, { minKeys: 1 }), { nil: undefined }),
  contentType: fc.option(fc.constantFrom("application/json", "application/json;charset=utf-8"), {
    nil: undefined,
  }),
  accessKey: fc.stringMatching(/^[A-Z0-9]{1,20}$/),
  secretKey: text.filter((key) => key !== ""),
  nowMs: fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }),
});

test("the signature is the one of Huawei Cloud's own signer", () => {
  fc.assert(
    fc.property(requests, (given) => {
      const url = new URL(`https://${given.host}/${given.segments.join("/")}`);
      for (const [name, values] of Object.entries(given.query)) {
        for (const value of [values].flat()) url.searchParams.append(name, value);
      }
      const headers: Record<string, string> = {
        ...given.headers,
        ...(given.contentType === undefined ? {} : { "content-type": given.contentType }),
      };
      const body = given.data === undefined ? "" : JSON.stringify(given.data);
      const ours = sign(
        { method: given.method, url, headers, body },
        new Secret(given.accessKey),
        new Secret(given.secretKey),
        given.nowMs,
      );

      const theirs = signWithSdk(
        {
          endpoint: `https://${given.host}${url.pathname}`,
          method: given.method,
          headers: { ...headers, "X-Sdk-Date": ours["x-sdk-date"] ?? "" },
          queryParams: structuredClone(given.query),
          ...(given.data === undefined ? {} : { data: given.data }),
        },
        given.accessKey,
        given.secretKey,
      );
      expect(ours.authorization).toBe(theirs);
    }),
    { numRuns: 2000 },
  );
});

/** The SDK is JavaScript that reads exactly these fields of its request; its declared type lists methods besides. */
function signWithSdk(request: SdkRequest, accessKey: string, secretKey: string): unknown {
  const credential = { getAk: () => accessKey, getSk: () => secretKey };
  const signed: unknown = Reflect.apply(AKSKSigner.sign, AKSKSigner, [request, credential]);
  return typeof signed === "object" && signed !== null ? Reflect.get(signed, "Authorization") : undefined;
}

test("the query that is sent means what the query that was asked means", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { maxLength: 8 }), (pairs) => {
      const sent = canonicalQuery(new URLSearchParams(pairs));
      expect(sent).toMatch(/^[A-Za-z0-9._~%=&-]*$/);
      expect([...new URLSearchParams(sent)].sort()).toEqual([...new URLSearchParams(pairs)].sort());
    }),
  );
});
