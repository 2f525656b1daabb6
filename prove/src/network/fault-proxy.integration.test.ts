import { setDefaultCACertificates } from "node:tls";
import { type Listening, serve } from "@deploy-lens/bff/testing/listen-on";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { everyMishap, type Mishap } from "./fault.ts";
import { type Certificate, createCertificate, startFaultProxy } from "./fault-proxy.ts";

const BODY = JSON.stringify({ text: "x".repeat(200) });
let upstream: Listening;
let certificate: Certificate;

beforeAll(async () => {
  certificate = await createCertificate();
  setDefaultCACertificates([certificate.cert]);
  upstream = await serve((_, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(BODY),
  );
});

afterAll(() => upstream.close());

/** A client's experience of an answer through the proxy, if it waits this long. */
async function through(mishap: Mishap | null, withTls: boolean, patienceMs = 20_000): Promise<string> {
  const proxy = await startFaultProxy(upstream.url, withTls ? certificate : null);
  proxy.mishap = mishap;
  try {
    const answer = await fetch(proxy.url, { signal: AbortSignal.timeout(patienceMs) });
    const text = await answer.text();
    const isWhole = text === BODY && answer.headers.get("content-type") === "application/json";
    return isWhole ? "whole" : "otherwise";
  } catch (error) {
    return error instanceof DOMException ? "silence" : "broken";
  } finally {
    await proxy.close();
  }
}

describe.each([false, true])("with TLS: %s", (withTls) => {
  test("without a mishap an answer passes whole", async () => {
    expect(await through(null, withTls)).toBe("whole");
  });

  test.each(everyMishap(withTls).filter(({ point }) => point !== "end"))(
    "$fault at $point is felt as what it is",
    async (mishap) => {
      const felt = {
        latency: ["whole"],
        "black hole": ["silence"],
        reset: ["broken"],
        "slow bytes": ["silence"],
        cut: ["broken"],
        malformed: mishap.point === "body" ? ["otherwise"] : ["broken"],
        "never closes": ["silence"],
        "wrong content type": ["otherwise"],
      }[mishap.fault];
      expect(felt).toContain(await through(mishap, withTls, felt.includes("silence") ? 400 : 20_000));
    },
  );
});
