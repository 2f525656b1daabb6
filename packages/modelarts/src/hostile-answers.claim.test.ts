import assert from "node:assert/strict";
import { claim } from "@deploy-lens/core/testing/claim";
import { atLeast, never, sized } from "@deploy-lens/core/testing/figure";
import { tryInputs } from "@deploy-lens/core/testing/try-inputs";
import { toServiceEvent } from "@deploy-lens/core/upstream/events";
import { EventsQuery } from "@deploy-lens/core/upstream/events-query";
import { toStatusObservation } from "@deploy-lens/core/upstream/services";
import { toUpdateLogEntry } from "@deploy-lens/core/upstream/update-logs";
import fc from "fast-check";
import { createModelArtsClient, type ModelArtsClient } from "./client.ts";
import { isModelArtsFailure } from "./errors/index.ts";
import type { Send } from "./http/send.ts";
import { parseCredentials } from "./settings/credentials.ts";
import { type AnswerKind, bodyOf, type HostileAnswer, hostileAnswer } from "./testing/hostile-answer.ts";

claim(
  "Whatever the upstream answers, a read ends in a result or in an error that says what went wrong",
  async (run) => {
    const runs = sized(run, 5_000, 40_000, 200_000);
    const inputs = fc.constantFrom(...OPERATIONS.keys()).chain((operation) =>
      fc.record({
        operation: fc.constant(operation),
        credentials: fc.constantFrom("token", "password"),
        tokens: fc.array(hostileAnswer("iam-token"), { maxLength: 2 }),
        answers: fc.array(hostileAnswer(OPERATIONS.get(operation)?.kind ?? "error"), {
          minLength: 1,
          maxLength: 3,
        }),
      }),
    );
    let results = 0;
    const check = async (input: Input) => {
      try {
        // Results are stored and written again, so this must work.
        JSON.stringify(await OPERATIONS.get(input.operation)?.read(clientOf(input)));
        results += 1;
      } catch (error) {
        if (!isModelArtsFailure(error)) throw error;
        assert.ok(error.message.length < 1_000, "an error quotes an answer at length");
      }
    };
    const failures = await tryInputs({ inputs, runs, check }, run);
    return [
      never("reads that end in anything but a result or an error of the client's own", failures, runs),
      atLeast("reads among them that end in a result, so that results were tried too", results, runs / 10),
    ];
  },
);

interface Input {
  readonly operation: string;
  readonly credentials: "token" | "password";
  /** IAM's answers; valid tokens if there are none. */
  readonly tokens: readonly HostileAnswer[];
  readonly answers: readonly HostileAnswer[];
}

interface Operation {
  readonly kind: AnswerKind;
  readonly read: (client: ModelArtsClient) => Promise<unknown>;
}

const LIMITS = { deadlineMs: Number.POSITIVE_INFINITY };
const PAGES = { ...LIMITS, pageSize: 9, maxPages: 4 };
const WINDOW = { fromMs: 0, toMs: 9e12 };

/** Every way to read, and the conversions that follow. */
const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  [
    "listEvents",
    {
      kind: "events",
      read: async (client) => {
        const { answer } = await client.listEvents("demo", "s", EventsQuery.create(), LIMITS);
        return [answer, answer.events.map(toServiceEvent)];
      },
    },
  ],
  [
    "listServices",
    {
      kind: "services",
      read: async (client) => {
        const { answer } = await client.listServices("demo", {}, LIMITS);
        return [answer, answer.services.map(toStatusObservation)];
      },
    },
  ],
  [
    "getService",
    {
      kind: "service-detail",
      read: async (client) => (await client.getService("demo", "s", LIMITS)).answer,
    },
  ],
  [
    "listUpdateLogs",
    {
      kind: "update-logs",
      read: async (client) =>
        (await client.listUpdateLogs("demo", "s", {}, LIMITS)).answer.logs.map(toUpdateLogEntry),
    },
  ],
  [
    "readEvents",
    { kind: "events", read: (client) => readAll(client.readEvents("demo", "s", WINDOW, PAGES)) },
  ],
  ["readServices", { kind: "services", read: (client) => readAll(client.readServices("demo", {}, PAGES)) }],
]);

/** A client whose upstream gives these answers in turn to any request, at once. */
function clientOf({ credentials, tokens, answers }: Input): ModelArtsClient {
  const inTurn = { iam: 0, modelarts: 0 };
  const send: Send = async ({ method }) => {
    const who = method === "POST" ? "iam" : "modelarts";
    const list = who === "iam" ? tokens : answers;
    const answer = list[inTurn[who]++ % list.length] ?? GOOD_TOKEN;
    return { status: answer.status, headers: new Headers(answer.headers), body: bodyOf(answer) };
  };
  return createModelArtsClient({
    endpoint: "https://modelarts.example",
    iamEndpoint: "https://iam.example",
    credentials: CREDENTIALS[credentials],
    now: () => Date.UTC(2026, 10, 23),
    random: () => 0,
    send,
    sleep: async () => undefined,
  });
}

const GOOD_TOKEN: HostileAnswer = {
  status: 201,
  headers: { "content-type": "application/json", "x-subject-token": "token" },
  text: JSON.stringify({ token: { expires_at: "2026-11-24T00:00:00.000Z" } }),
  flips: [],
};
const CREDENTIALS = {
  token: parseCredentials({ token: "token" }),
  password: parseCredentials({ userName: "ops", domainName: "acme", password: "password" }),
};

async function readAll<Page>(pages: AsyncIterable<Page>): Promise<readonly Page[]> {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  return all;
}
