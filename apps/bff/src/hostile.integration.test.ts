import { afterAll, beforeAll, expect, test } from "vitest";
import { PROJECT, SAMPLE, startStack, type TestStack } from "./testing/stack.ts";
import { type Answer, type Ask, byHttp, byLambda, byRequest, type Way } from "./testing/ways.ts";

let stack: TestStack;
let ways: Way[];

beforeAll(async () => {
  stack = await startStack();
  ways = [byRequest(stack.app), byLambda(stack.app), await byHttp(stack.app)];
});

afterAll(async () => {
  for (const way of ways) await way.close();
  await stack.close();
});

/** Strings that are not ids, as they appear in a URL. */
const NO_IDS = [
  // Empty, dots, and path traversal.
  ...["%20", "%00", ".", "..", "...", "%2e", "%2e%2e", "%252e%252e", "..%2f..%2fadmin", "..%5c..%5cadmin"],
  ...["%2e%2e%2f%2e%2e%2fadmin", "..%252f..%252fadmin", "..;", "..%3b%2fadmin", ".%00.", "%c0%ae%c0%ae"],
  ...[
    "%ef%bc%8e%ef%bc%8e",
    "%e2%80%a5",
    "a%2fb",
    "a%5cb",
    "a%2f%2fb",
    "%2f",
    "%2fetc%2fpasswd",
    "%5c%5chost",
  ],
  // Characters that end the path or start another part of the URL.
  ...[
    "a%3fb",
    "a%23b",
    "a%3flimit=1",
    "a%23fragment",
    "%3f",
    "%23",
    "a;b=c",
    "a%3bb",
    "a%26b",
    "a=b",
    "a%3db",
  ],
  ...[
    "a%0d%0ab",
    "a%0ab",
    "a%0d%0aHost:%20evil",
    "a%09b",
    "%0d%0a%00",
    "a%00b",
    "a%00.json",
    "%7f",
    "%c2%85",
  ],
  ...["a%e2%80%a8b", "a%e2%80%8bb", "%e2%80%aeab", "%ef%bb%bfa", "a%c2%a0b", "a+b", "a%2bb", "a%20b"],
  // Hosts, ports and user names.
  ...["@evil.example", "a@evil.example", "a:80", "%40evil.example", "a%3a80", "http:%2f%2fevil.example"],
  ...["169.254.169.254", "%5b::1%5d", "[::1]", "localhost:80", "127.0.0.1", "0x7f000001.", "evil.example"],
  // Injections.
  ...[
    "'",
    "%27%20or%201=1",
    "%22",
    "%60id%60",
    "$(id)",
    "%7b%7b7*7%7d%7d",
    "$%7bjndi:ldap:x%7d",
    "%3cscript%3e",
  ],
  ...[
    "*",
    "%2a",
    "a*",
    "%25",
    "%25s%25n",
    "a|b",
    "a%7cb",
    "a,b",
    "!",
    "~",
    "~root",
    "-",
    "_",
    "-a",
    "a-",
    "_a",
    "a_",
  ],
  ...[
    "(",
    ")",
    "%5b",
    "%5d",
    "%7b",
    "%7d",
    "null%00",
    "a%ff",
    "%ff%fe",
    "%f0%9f%92%a9",
    "%e6%9c%8d%e5%8a%a1",
  ],
  // Too long.
  ...["a".repeat(65), "a".repeat(1_000), "a".repeat(7_000), "%61".repeat(100)],
];

const EVENTS = `/v1/${PROJECT}/services/${SAMPLE}/events`;
const LISTED = `/api/v1/projects/${PROJECT}/services/${SAMPLE}/events`;

const PATHS = [
  ...NO_IDS.flatMap((id) => [`/v1/${PROJECT}/services/${id}/events`, `/v1/${id}/services/${SAMPLE}/events`]),
  ...NO_IDS.map((id) => `/api/v1/projects/${PROJECT}/services/${id}/events`),
  ...NO_IDS.slice(0, 40).flatMap((id) => [
    `/api/v1/projects/${id}/services`,
    `/api/v1/projects/${PROJECT}/services/${id}/deployments`,
    `/api/v1/projects/${PROJECT}/services/${id}/deployments/latest`,
  ]),
  // Paths that other parsers would resolve to a valid one.
  `/v1/${PROJECT}/services/../services/${SAMPLE}/events`,
  `/v1/${PROJECT}/services/x/../${SAMPLE}/events`,
  `/v1/${PROJECT}/services/${SAMPLE}/x/../events`,
  `/v1/./${PROJECT}/services/${SAMPLE}/events`,
  `/v1/${PROJECT}/services/${SAMPLE}/%2e/events`,
  `/v1/${PROJECT}/services/%2e%2e/services/${SAMPLE}/events`,
  `//v1/${PROJECT}/services/${SAMPLE}/events`,
  `/v1//${PROJECT}/services/${SAMPLE}/events`,
  `/v1/${PROJECT}/services/${SAMPLE}//events`,
  `/v1/${PROJECT}/services/${SAMPLE}/events/`,
  `/v1/${PROJECT}\\services\\${SAMPLE}\\events`,
  `/v1/${PROJECT}/services/${SAMPLE}/events%00`,
  `/v1/${PROJECT}/services/${SAMPLE}/events%0a`,
  `/v1/${PROJECT}/services/${SAMPLE}/events%20`,
  `/v1/${PROJECT}/services/${SAMPLE}/events;a=b`,
  `/v1/${PROJECT}/services/${SAMPLE}/events.json`,
  `/v1/${PROJECT}/services/${SAMPLE}/EVENTS`,
  `/V1/${PROJECT}/services/${SAMPLE}/events`,
  `/v1/${PROJECT}/services/${SAMPLE}/%65vents%2f`,
  `/v2/${PROJECT}/services/${SAMPLE}/events`,
  `/v1/${PROJECT}/services/${SAMPLE}/%zz/events`,
  `/v1/${PROJECT}/services/${SAMPLE}%/events`,
  `/v1/${PROJECT}/services/${SAMPLE}/events%3Flimit=1`,
  `/v1/${PROJECT}/services/${SAMPLE}/events%23x`,
];

const QUERIES = [
  ...["limit=0", "limit=-1", "limit=1001", "limit=1e3", "limit=0x10", "limit=1.5", "limit=many"],
  ...["limit=1&limit=2", "limit=99999999999999999999", "limit=%00", "limit=１０", "limit=1%0d%0aX:1"],
  ...["order=up", "order=ASC", "order=asc&order=desc", "order=asc%00", "order=asc,desc"],
];
const WIRE_QUERIES = [
  ...["offset=-1", "offset=1.5", "offset=a", "offset=99999999999999999999", "offset=1&offset=2"],
  ...["start_time=yesterday", "start_time=-1", "start_time=1e12", "end_time=9999999999999999"],
  ...[
    "start_time=2&end_time=1",
    "sort_by=name",
    "sort_by=occur_time%20desc",
    "event_type=NORMAL",
    "event_type=a",
  ],
  ...[
    "event_info=[mnist]",
    "event_info=%27or%271",
    "event_info=%3Cscript%3E",
    "event_info=%E9%83%A8%E7%BD%B2",
  ],
  ...["event_info=%00", "event_info=a%0d%0ab", "event_info=%20", "event_info=a%26limit=1"],
];
const LISTED_QUERIES = [
  ...[
    "type=odd",
    "type=normal,normal",
    "type=",
    "phase=sleep",
    "signal=x",
    "from=yesterday",
    "from=2026-02-30",
  ],
  ...[
    "from=2026-11-01T00:00:00",
    "from=-1",
    "from=2&to=1",
    "from=1&to=1",
    "to=99999999999999999",
    "from=1e3",
  ],
  ...[
    "model=%00",
    "model=a%0ab",
    "model=",
    "limit=",
    "order=",
    `model=${"a".repeat(257)}`,
    "cursor=x",
    "cursor=..%2f",
    "cursor=",
  ],
  ...["cursor=1.AAAAAAAA.W10", "cursor=1.AAAAAAAA.WzEsMl0", `cursor=${"a".repeat(1_025)}`, "cursor=%7B%7D"],
  ...[
    "colour=red",
    "__proto__=1",
    "constructor=1",
    "toString=1",
    "hasOwnProperty=1",
    "limit[]=1",
    "limit[a]=1",
  ],
  ...[
    "%00=1",
    "a%0d%0ab=1",
    "=1",
    `${"a".repeat(2_000)}=1`,
    Array.from({ length: 900 }, (_, i) => `p${i}=`).join("&"),
  ],
];

const HEADERS: readonly Ask[] = [
  { headers: { "x-padding": "a".repeat(17_000) } },
  { headers: Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`x-h${i}`, "a".repeat(60)])) },
  { headers: { "content-length": "70000" } },
];

interface Case {
  readonly target: string;
  readonly ask?: Ask;
}

const CASES: readonly Case[] = [
  ...PATHS.map((target) => ({ target })),
  ...[...QUERIES, ...WIRE_QUERIES].map((query) => ({ target: `${EVENTS}?${query}` })),
  ...[...QUERIES, ...LISTED_QUERIES].map((query) => ({ target: `${LISTED}?${query}` })),
  ...HEADERS.map((ask) => ({ target: EVENTS, ask })),
  { target: `${EVENTS}?${"a".repeat(9_000)}` },
  { target: `/v1/${"a".repeat(9_000)}` },
];

test("there are more than two hundred, all different", () => {
  expect(new Set(CASES.map(({ target, ask }) => JSON.stringify([target, ask]))).size).toBe(CASES.length);
  expect(CASES.length).toBeGreaterThan(400);
});

// `URL` resolves these, and Node's server refuses headers of that kind or size itself.
const isResolvedByUrl = (target: string) => /\/(?:\.|%2e){1,2}(?:\/|$)|\\/i.test(target);

test.each(["app.request", "Lambda", "HTTP"])(
  "by %s, each gets a clear 4xx and none reaches the upstream",
  async (name) => {
    const way = ways.find((one) => one.name === name);
    if (way === undefined) throw new Error(`no way ${name}`);
    stack.simulator.requests.clear();
    const wrong: unknown[] = [];
    for (const { target, ask } of CASES) {
      if (name === "app.request" && (isResolvedByUrl(target) || target.startsWith("//"))) continue;
      if (name === "HTTP" && ask !== undefined) continue;
      const answer = await askOrRefused(way, target, ask);
      if (answer !== "refused by the server" && !isClear(answer))
        wrong.push([target.slice(0, 200), answer.status, answer.text.slice(0, 200)]);
      if (answer !== "refused by the server" && answer.text.length > 6_000)
        wrong.push([target.slice(0, 200), answer.text.length]);
    }
    expect(wrong).toEqual([]);
    expect(stack.simulator.requests.list().map(({ path, query }) => `${path}?${query}`)).toEqual([]);
  },
);

/**
 * Targets that Node's client does not send. Node's server answers a backslash itself. Everything else must get an
 * answer.
 */
const NEVER_ARRIVES = /[^!-~]/;

async function askOrRefused(way: Way, target: string, ask?: Ask): Promise<Answer | "refused by the server"> {
  if (way.name === "HTTP" && NEVER_ARRIVES.test(target)) return "refused by the server";
  const answer = await way.ask(target, ask);
  const isServers = way.name === "HTTP" && target.includes("\\") && answer.status === 400;
  return isServers ? "refused by the server" : answer;
}

function isClear({ status, text, headers }: Answer): boolean {
  if (status < 400 || status > 499 || text === "") return false;
  const body: unknown = JSON.parse(text);
  if (typeof body !== "object" || body === null || headers["x-request-id"] === undefined) return false;
  if ("error_code" in body && "error_msg" in body) return String(body.error_msg).length > 10;
  return "type" in body && "title" in body && String(body.type).startsWith("urn:deploy-lens:problem:");
}
