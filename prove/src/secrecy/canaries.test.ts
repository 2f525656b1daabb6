import { expect, test } from "vitest";
import { createCanaries, sightings, unsent } from "./canaries.ts";

const canaries = createCanaries();
const secret = canaries.canary("secret");
canaries.canary("another");

test.each([
  ["as it is", `token=${secret};`],
  ["in a JSON text", JSON.stringify({ a: [secret] })],
  ["in hexadecimal", Buffer.from(secret).toString("hex")],
  ["in base64", Buffer.from(secret).toString("base64")],
  ["within base64", Buffer.from(`user:${secret}!`).toString("base64")],
  ["within base64, elsewhere", Buffer.from(`a:${secret}`).toString("base64url")],
  ["by its first characters", `token ${secret.slice(0, 8)}…`],
  ["by its last characters", `ending in ${secret.slice(-8)}`],
  ["by a run within", secret.slice(5, 14)],
])("a canary is seen %s", (_, text) => {
  expect(
    sightings(canaries.all, [
      { where: "log", text: "nothing" },
      { where: "answer", text },
    ]),
  ).toEqual(["secret: in answer"]);
});

test("what is no canary is none", () => {
  const text = `${secret.slice(0, 7)} ${secret.toUpperCase()}`;
  expect(sightings(canaries.all, [{ where: "log", text }])).toEqual([]);
});

test("a canary that only half arrived was not sent", () => {
  expect(unsent(canaries.all, [secret.slice(0, -1)])).toEqual(["secret", "another"]);
  expect(unsent(canaries.all, [Buffer.from(`user:${secret}`).toString("base64")])).toEqual(["another"]);
});
