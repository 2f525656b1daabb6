import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { startIssuer, type TestIssuer } from "../testing/issuer.ts";
import { tokenVerifier } from "./verify-token.ts";

let issuer: TestIssuer;
const startedAtMs = Math.floor(Date.now() / 1_000) * 1_000;

beforeAll(async () => {
  issuer = await startIssuer();
});

afterAll(() => issuer.close());

/** By a `monotonicMs` that stands still, as it does while a function is frozen, the time of day counts. */
function clocksOf(clock: { readonly nowMs: number; readonly monotonicMs: number }) {
  return { now: () => clock.nowMs, monotonicNow: () => clock.monotonicMs };
}

/** A verifier that has accepted this token. */
async function verifierThatKnows(token: string) {
  const clock = { nowMs: startedAtMs, monotonicMs: 0 };
  const verify = tokenVerifier(issuer.setting, clocksOf(clock));
  await verify(token);
  return { clock, verify };
}

describe("a verified token", () => {
  test("stands until it expires, and not a second longer than clocks may differ", async () => {
    const token = await issuer.token({ exp: startedAtMs / 1_000 + 20 });
    const { clock, verify } = await verifierThatKnows(token);
    clock.nowMs = startedAtMs + 49_000;
    await expect(verify(token)).resolves.toMatchObject({ sub: "u-1" });
    clock.nowMs = startedAtMs + 51_000;
    await expect(verify(token)).rejects.toMatchObject({ problem: "unauthenticated" });
  });

  test("is no reason to take another one with the same claims", async () => {
    const token = await issuer.token();
    const { verify } = await verifierThatKnows(token);
    const [head, claims, signature = ""] = token.split(".");
    const forged = [head, claims, `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`].join(".");
    await expect(verify(forged)).rejects.toMatchObject({ problem: "unauthenticated" });
  });

  test("is verified again after a minute: a key that its issuer withdrew no longer counts", async () => {
    const withdrawn = await startIssuer();
    const clock = { nowMs: startedAtMs, monotonicMs: 0 };
    const verify = tokenVerifier(withdrawn.setting, clocksOf(clock));
    const token = await withdrawn.token({ exp: startedAtMs / 1_000 + 86_400 });
    await verify(token);
    await withdrawn.close();
    clock.nowMs = startedAtMs + 59_999;
    await expect(verify(token)).resolves.toMatchObject({ sub: "u-1" });
    // The keys themselves are fetched again after ten minutes, and trusted for an hour while their issuer is down.
    clock.nowMs = startedAtMs + 2 * 3_600_000;
    vi.useFakeTimers({ now: clock.nowMs, toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    await expect(verify(token)).rejects.toMatchObject({ problem: "issuer-unavailable" });
  });

  test("is verified again after a minute, whatever the time of day was set back to", async () => {
    const token = await issuer.token({ exp: startedAtMs / 1_000 + 86_400 });
    const { clock, verify } = await verifierThatKnows(token);
    await issuer.rotate();
    const asked = issuer.asked["/keys"] ?? 0;
    clock.nowMs = startedAtMs - 3_600_000;
    clock.monotonicMs = 59_000;
    await verify(token);
    expect(issuer.asked["/keys"]).toBe(asked);
    clock.monotonicMs = 601_000;
    await verify(token);
    expect(issuer.asked["/keys"]).toBe(asked + 1);
  });
});
