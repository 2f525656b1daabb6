import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
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

test("whoever signs out is out", async () => {
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

test("a forged way back leads nowhere else", async () => {
  const { page, close } = await openPage(browser, { baseURL: guarded.url });
  await page.goto("/signed-in?code=forged&state=forged");
  await page.getByText("Signing in did not work").waitFor();
  expect(new URL(page.url()).origin).toBe(guarded.url);
  await close();
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
