import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Headers as OurHeaders } from "./headers.ts";
import { Request as OurRequest } from "./request.ts";
import { Response as OurResponse } from "./response.ts";

const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom("etag", "ETag", "vary", "Vary", "X-Request-Id", "age") },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 4 }) },
);
const value = fc.oneof(
  fc.constantFrom("a", "b", " a\t", "", " ", "é", "服", "a\r\nb", "\0", "\n a \r"),
  fc.string({ unit: "binary", maxLength: 8 }),
);
const operation = fc.record({
  what: fc.constantFrom("set", "append", "delete", "get", "has"),
  name,
  value,
});

/** The result of an operation on either class; errors by their kind. */
function outcome(run: () => unknown): unknown {
  try {
    return { gives: run() ?? null };
  } catch (error) {
    return { throws: error instanceof TypeError };
  }
}

const sorted = (headers: Iterable<[string, string]>) => [...headers].sort(([a], [b]) => (a < b ? -1 : 1));

describe("header fields", () => {
  test("are those of Node.js' own class, after any operations", () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 12 }), (operations) => {
        const ours = new OurHeaders();
        const theirs = new Headers();
        for (const { what, name: field, value: text } of operations) {
          const on = (headers: OurHeaders | Headers) => () =>
            what === "set" || what === "append" ? headers[what](field, text) : headers[what](field);
          expect(outcome(on(ours))).toEqual(outcome(on(theirs)));
          expect(sorted(ours)).toEqual(sorted(theirs));
        }
        const visited: [string, string][] = [];
        ours.forEach((text, field) => {
          visited.push([field, text]);
        });
        expect(sorted(visited)).toEqual(sorted(theirs));
        expect(sorted(new OurHeaders(ours).entries())).toEqual(sorted(new Headers(theirs)));
      }),
      { numRuns: 2_000 },
    );
  });

  test("are made of pairs and records", () => {
    const record = { ETag: '"a"', Vary: "b" };
    expect(sorted(new OurHeaders(record))).toEqual(sorted(new Headers(record)));
    expect(sorted(new OurHeaders(Object.entries(record)))).toEqual(sorted(new Headers(record)));
    expect(() => new OurHeaders({ "no name": "a" })).toThrow(TypeError);
  });
});

test("a request is what Node.js' own is", () => {
  fc.assert(
    fc.property(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.constantFrom("GET", "POST"),
      (url, method) => {
        const headers = { accept: "a/b" };
        for (const from of [url, new URL(url)]) {
          const ours = new OurRequest(from, { method, headers });
          const theirs = new Request(from, { method, headers });
          expect([ours.url, ours.method, [...ours.headers], ours.body]).toEqual([
            theirs.url,
            theirs.method,
            [...theirs.headers],
            null,
          ]);
        }
      },
    ),
  );
  expect(new OurRequest("https://a.example").method).toBe("GET");
});

const members = { Headers: OurHeaders, Request: OurRequest, Response: OurResponse };

describe.each(["Headers", "Request", "Response"] as const)("%s", (name) => {
  const of = (one: object) => Object.getOwnPropertyNames(one).filter((member) => member !== "length");
  const throwing = /is not there/;

  test("has every member of Node.js' own class, or says by its name that it is not there", async () => {
    const standard = globalThis[name];
    const ours = members[name];
    expect(of(standard).filter((member) => !(member in ours))).toEqual([]);
    const made = name === "Request" ? new OurRequest("https://a.example/") : Reflect.construct(ours, []);
    const missing = of(standard.prototype).filter((member) => {
      try {
        return Reflect.get(made, member) === undefined;
      } catch (error) {
        return !(
          error instanceof TypeError &&
          throwing.test(error.message) &&
          error.message.includes(member)
        );
      }
    });
    expect(missing).toEqual([]);
  });
});

test("copies are independent, and read alike", async () => {
  const request = new OurRequest("https://a.example/b?c=d", { method: "POST", headers: { accept: "a/b" } });
  const copy = new OurRequest(request.clone(), { headers: { accept: "c/d" } });
  expect([copy.url, copy.method, copy.headers.get("accept")]).toEqual([request.url, "POST", "c/d"]);
  expect(request.headers.get("accept")).toBe("a/b");
  expect(request.signal.aborted).toBe(false);

  const theirs = Response.json({ a: "服" }, { status: 201, headers: { etag: '"b"' } });
  const ours = OurResponse.json({ a: "服" }, { status: 201, headers: { etag: '"b"' } });
  expect(sorted(ours.headers)).toEqual(sorted(theirs.headers));
  expect([ours.ok, ours.status, await ours.clone().json()]).toEqual([true, 201, await theirs.clone().json()]);
  expect(await ours.bytes()).toEqual(await theirs.bytes());
  expect((await ours.blob()).size).toBe(11);
  expect([...ours.headers.keys()].sort()).toEqual(["content-type", "etag"]);
  expect([...ours.headers.values()].sort()).toEqual(['"b"', "application/json"]);
  expect(OurResponse.redirect("https://a.example/x").headers.get("location")).toBe("https://a.example/x");
  expect(() => new OurResponse("a", { status: 304 })).toThrow(TypeError);
  expect(() => new OurResponse(null, { status: 99 })).toThrow(RangeError);
});

describe("an answer", () => {
  const body = fc.option(
    fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.uint8Array({ maxLength: 20 }).map((bytes) => bytes.slice()),
    ),
    { nil: null },
  );
  const facts = async (response: Response | OurResponse) => ({
    status: response.status,
    statusText: response.statusText,
    headers: sorted(response.headers),
    isEmpty: response.body === null,
    bodyUsed: response.bodyUsed,
  });

  test("reads as Node.js' own, as text and as bytes, and so does one that is made of it", async () => {
    await fc.assert(
      fc.asyncProperty(
        body,
        fc.constantFrom(undefined, 200, 404, 503),
        fc.constantFrom(undefined, {}, { "Content-Type": "text/csv" }, { ETag: '"a"' }),
        async (content, status, headers) => {
          const init = { ...(status && { status }), ...(headers && { headers }) };
          const ours = new OurResponse(content, init);
          const theirs = () => new Response(content, init);
          expect(await facts(ours)).toEqual(await facts(theirs()));
          expect(await ours.text()).toBe(await theirs().text());
          expect(Buffer.from(await ours.arrayBuffer())).toEqual(Buffer.from(await theirs().arrayBuffer()));

          const copy = new OurResponse(ours.body, ours);
          copy.headers.set("age", "1");
          expect(await copy.text()).toBe(await theirs().text());
          expect(copy.status).toBe(ours.status);
          expect(ours.headers.has("age")).toBe(false);
        },
      ),
    );
  });

  test("of a 304 has no body", async () => {
    expect(await facts(new OurResponse(null, { status: 304 }))).toEqual(
      await facts(new Response(null, { status: 304 })),
    );
  });

  test("is made of nothing else", () => {
    // @ts-expect-error Streams are refused by the compiler and at run time.
    expect(() => new OurResponse(new ReadableStream())).toThrow("an answer is made of text or bytes");
  });
});
