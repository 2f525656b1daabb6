import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { launchBrowser, openPage } from "./browser.ts";
import { guard } from "./guarded-stack.ts";
import { type OidcProvider, startOidcProvider } from "./oidc-provider.ts";
import { PROJECT } from "./places.ts";

let browser: Browser;
let provider: OidcProvider;
let guarded: Awaited<ReturnType<typeof guard>>;

beforeAll(async () => {
  browser = await launchBrowser();
  provider = await startOidcProvider();
  guarded = await guard(inject("baseURL"), provider);
});
afterAll(async () => {
  await browser.close();
  await guarded.close();
  await provider.close();
});

const PLACE = `${PROJECT}?sort=name`;

async function signIn(page: Page): Promise<void> {
  await page.goto(PLACE);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator(".row-link").first().waitFor();
}

test("people sign in, and come back to where they were going", async () => {
  const { page, complaints, close } = await openPage(browser, {
    baseURL: guarded.url,
    expected: new RegExp(`request to ${provider.issuer}`),
  });
  await signIn(page);
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(PLACE);
  await page.reload();
  await page.locator(".row-link").first().waitFor();
  expect(complaints).toEqual([]);
  await close();
});

test("a token that no longer holds is renewed unnoticed, once for all who need it", async () => {
  const { page, close } = await openPage(browser, { baseURL: guarded.url });
  await signIn(page);
  const before = [...provider.valid];
  provider.valid.clear();
  await page.locator(".row-link").first().click();
  await page.locator(".spreads").waitFor();
  expect(provider.valid.size).toBe(1);
  expect([...provider.valid]).not.toEqual(before);
  await close();
});

test("signing out ends the session", async () => {
  const { page, close } = await openPage(browser, { baseURL: guarded.url });
  await signIn(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  expect(provider.valid.size).toBe(0);
  await close();
});

test("a session that cannot be renewed ends at the sign-in, not in an error", async () => {
  const { page, close } = await openPage(browser, { baseURL: guarded.url });
  await signIn(page);
  await fetch(`${provider.issuer}/sign-out`, { redirect: "manual" });
  await page.locator(".row-link").first().click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  await close();
});

test("an issuer that cannot be reached does not end the session", async () => {
  const { page, close } = await openPage(browser, { baseURL: guarded.url });
  await signIn(page);
  provider.valid.clear();
  await page.route(`${provider.issuer}/token`, (route) => route.abort());
  await page.locator(".row-link").first().click();
  const said = page.getByText("Your session could not be renewed").first();
  const again = page.getByRole("button", { name: "Try again" }).first();
  await said.waitFor();
  expect(await page.getByRole("button", { name: "Sign in" }).count()).toBe(0);
  await page.route(`${provider.issuer}/token`, (route) =>
    route.fulfill({ status: 503, json: { error: "temporarily_unavailable" } }),
  );
  await again.click();
  await said.waitFor();
  await page.unrouteAll();
  await again.click();
  await page.locator(".spreads").waitFor();
  await close();
});

test("tabs share one session, and renew it once", async () => {
  const { page, close } = await openPage(browser, { baseURL: guarded.url });
  await signIn(page);
  const others = await Promise.all([1, 2, 3].map(() => page.context().newPage()));
  for (const other of others) {
    await other.goto(PLACE);
    await other.locator(".row-link").first().waitFor();
  }
  const before = provider.renewals();
  provider.valid.clear();
  await Promise.all(others.map((other) => other.locator(".row-link").first().click()));
  await Promise.all(others.map((other) => other.locator(".spreads").waitFor()));
  expect(provider.renewals() - before).toBe(1);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  await others[0]?.reload();
  await others[0]?.getByRole("button", { name: "Sign in" }).waitFor();
  await close();
});

test("a browser without Web Locks renews, too", async () => {
  const { page, close } = await openPage(browser, { baseURL: guarded.url });
  await page.addInitScript(() => Object.defineProperty(navigator, "locks", { value: undefined }));
  await signIn(page);
  provider.valid.clear();
  await page.locator(".row-link").first().click();
  await page.locator(".spreads").waitFor();
  await close();
});

describe("an address that is no way back any more", () => {
  test.each([
    ["forged", "?code=forged&state=forged", "came from an earlier sign-in"],
    [
      "an error",
      "?error=access_denied&error_description=Not+today&state=old",
      "came from an earlier sign-in",
    ],
  ])("%s is replaced and offers a new sign-in", async (_what, query, words) => {
    const { page, close } = await openPage(browser, { baseURL: guarded.url });
    await page.goto(`/signed-in${query}`);
    await page.getByText("Signing in did not work").waitFor();
    await page.getByText(words).waitFor();
    expect(page.url()).toBe(`${guarded.url}/`);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator(".row-link").first().waitFor();
    await close();
  });

  test("what the issuer refuses is said in its words, and brings back to where one was going", async () => {
    const { page, close } = await openPage(browser, { baseURL: guarded.url });
    const refuse = `${provider.issuer}/authorize**`;
    await page.route(refuse, (route) => {
      const asked = new URL(route.request().url()).searchParams;
      const state = asked.get("state") ?? "";
      const location = `${asked.get("redirect_uri")}?error=access_denied&error_description=Not+today&state=${state}`;
      return route.fulfill({ status: 302, headers: { location } });
    });
    await page.goto(PLACE);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("It says: access_denied: Not today").waitFor();
    await page.unroute(refuse);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator(".row-link").first().waitFor();
    expect(page.url()).toBe(`${guarded.url}${PLACE}`);
    await close();
  });

  test("a session that is there goes on", async () => {
    const { page, close } = await openPage(browser, { baseURL: guarded.url });
    await signIn(page);
    await page.goto("/signed-in?code=used&state=used");
    await page.locator(".row-link").first().waitFor();
    expect(new URL(page.url()).pathname).toBe(PROJECT);
    await close();
  });
});

test("the issuer gets the audience of the tokens", async () => {
  const named = await guard(inject("baseURL"), provider, {
    audience: "deploy-lens",
    resource: "https://api.example.com",
  });
  const { page, close } = await openPage(browser, { baseURL: named.url });
  const asked = page.waitForRequest((request) => request.url().startsWith(`${provider.issuer}/authorize`));
  await signIn(page);
  const { searchParams } = new URL((await asked).url());
  expect(Object.fromEntries(searchParams)).toMatchObject({
    audience: "deploy-lens",
    resource: "https://api.example.com",
  });
  const renewed = page.waitForRequest((request) => request.url() === `${provider.issuer}/token`);
  provider.valid.clear();
  await page.locator(".row-link").first().click();
  expect(new URLSearchParams((await renewed).postData() ?? "").get("resource")).toBe(
    "https://api.example.com",
  );
  await page.locator(".spreads").waitFor();
  await close();
  await named.close();
});

test("an environment without an issuer loads none of this", async () => {
  const { page, close } = await openPage(browser, { baseURL: inject("baseURL") });
  const scripts: string[] = [];
  page.on("request", (request) => scripts.push(request.url()));
  await page.goto(PROJECT);
  await page.locator(".row-link").first().waitFor();
  expect(scripts.filter((url) => url.includes("oidc"))).toEqual([]);
  await close();
});
