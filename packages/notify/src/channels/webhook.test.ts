import { CloudEvent, HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { someNotice } from "../testing/notice.ts";
import { webhook } from "./webhook.ts";

const secret = `whsec_${Buffer.alloc(32, "a").toString("base64")}`;
const newer = `whsec_${Buffer.alloc(24, "b").toString("base64")}`;
const notice = someNotice();

function sent(secrets: readonly string[], nowMs = Date.now()) {
  const channel = webhook("https://hooks.example/x", secrets);
  return channel.request(channel.body(notice, "zh"), notice, nowMs);
}

test("the reference library of Standard Webhooks verifies it, with either secret while they are rotated", () => {
  const { headers, body } = sent([secret, newer]);
  expect(new Webhook(secret).verify(body, { ...headers })).toMatchObject({ type: "deployment.failed" });
  expect(new Webhook(newer).verify(body, { ...headers })).toBeTruthy();
  expect(() => new Webhook(secret).verify(`${body} `, { ...headers })).toThrow();
  expect(() => new Webhook(secret).verify(body, { ...sent([newer]).headers })).toThrow();
});

test("the CloudEvents library reads it", () => {
  const { headers, body } = sent([]);
  const event = HTTP.toEvent({ headers: { ...headers }, body });
  if (!(event instanceof CloudEvent)) throw new Error("more than one event");
  expect(event.validate()).toBe(true);
  expect(event).toMatchObject({
    id: notice.id,
    type: "deployment.failed",
    subject: "d0jxui23zo",
    time: "2026-11-29T01:05:00.000Z",
    data: { project: "demo", deployment: { outcome: "failure" }, language: "zh" },
  });
});

test("a retry has the same id and bytes, and the time of its own attempt", () => {
  const [first, second] = [sent([secret], 1_000_000), sent([secret], 61_000_000)];
  expect(second.body).toBe(first.body);
  expect(second.headers["webhook-id"]).toBe(first.headers["webhook-id"]);
  expect([first.headers["webhook-timestamp"], second.headers["webhook-timestamp"]]).toEqual([
    "1000",
    "61000",
  ]);
});

test("a secret of another form is refused, not used", () => {
  for (const wrong of ["", "secret", "whsec_c2hvcnQ=", secret.slice(6)])
    expect(() => webhook("https://hooks.example/x", [wrong])).toThrow(RangeError);
});

test.each([
  [204, "accepted"],
  [301, "refused"],
  [400, "refused"],
  [410, "refused"],
  [429, "later"],
  [503, "later"],
])("HTTP %i is %s", (status, is) => {
  expect(webhook("https://x", []).receptionOf({ status, retryAfter: null, body: "" })).toMatchObject({ is });
});

test("Retry-After is kept in seconds, anything else ignored", () => {
  const { receptionOf } = webhook("https://x", []);
  expect(receptionOf({ status: 429, retryAfter: "7", body: "" })).toMatchObject({ afterMs: 7_000 });
  expect(receptionOf({ status: 429, retryAfter: "soon", body: "" })).toMatchObject({ afterMs: null });
});
