import { expect, test } from "vitest";
import { ConfigurationError, loadConfiguration, parseConfiguration } from "./configuration.ts";

test.each([
  ["nothing", "{}", {}],
  [
    "a sign-in",
    '{"issuer":"https://id.example.com/pool","clientId":"web"}',
    { issuer: "https://id.example.com/pool", clientId: "web" },
  ],
  [
    "what tokens are for",
    '{"issuer":"https://id.example.com","clientId":"web","audience":"deploy-lens","resource":"https://api.example.com"}',
    {
      issuer: "https://id.example.com",
      clientId: "web",
      audience: "deploy-lens",
      resource: "https://api.example.com",
    },
  ],
  ["the API elsewhere", '{"apiBase":"https://api.example.com"}', { apiBase: "https://api.example.com" }],
  ["the API here", '{"apiBase":""}', { apiBase: "" }],
  ["what a later version adds", '{"colour":"red"}', {}],
])("takes %s", (_what, text, expected) => {
  expect(parseConfiguration(text)).toEqual(expected);
});

test.each([
  ["a page in its place", "<!doctype html>", /not JSON/],
  ["an issuer that is a script", '{"issuer":"javascript:alert(1)","clientId":"web"}', /issuer/],
  ["an issuer without a client", '{"issuer":"https://id.example.com"}', /needs clientId/],
  ["a list", "[]", /config/],
])("refuses %s", (_what, text, message) => {
  expect(() => parseConfiguration(text)).toThrow(ConfigurationError);
  expect(() => parseConfiguration(text)).toThrow(message);
});

test("an environment without the file has neither sign-in nor another API", async () => {
  const get = async () => new Response(null, { status: 404 });
  expect(await loadConfiguration(new AbortController().signal, get)).toEqual({});
});

test("a server that fails is not taken for one without sign-in", async () => {
  const get = async () => new Response(null, { status: 503 });
  await expect(loadConfiguration(new AbortController().signal, get)).rejects.toThrow("HTTP 503");
});
