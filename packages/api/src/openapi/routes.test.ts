import { expect, test } from "vitest";
import { PROBLEMS, problemType } from "../problems/problem-types.ts";
import { PATHS } from "./paths.ts";
import { API_ROUTES, type ApiRoute } from "./routes.ts";

const routes: readonly ApiRoute[] = API_ROUTES;

test("every path has its route", () => {
  const written = routes.map(({ id, path }) => [id, path.replaceAll(/\{(\w+)\}/g, ":$1")]);
  expect(Object.fromEntries(written)).toEqual(PATHS);
});

test("ids and paths are unique", () => {
  expect(new Set(routes.map((route) => route.id)).size).toBe(routes.length);
  expect(new Set(routes.map((route) => route.path)).size).toBe(routes.length);
});

test.each(routes.map((route) => [route.id, route] as const))(
  "%s: its path names the parameters that its schema has",
  (_id, { path, params }) => {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    expect(named).toEqual(Object.keys(params?.shape ?? {}));
  },
);

test("a request that names a project needs a token that covers it", () => {
  for (const { path, secured, problems } of routes.filter((route) => /\{project/.test(route.path))) {
    expect(secured, path).toBe(true);
    expect(problems, path).toEqual(expect.arrayContaining(["unauthenticated", "forbidden"]));
  }
});

test("a problem's type is its name behind our prefix; titles exist in both languages", () => {
  expect(problemType("service-not-found")).toBe("urn:deploy-lens:problem:service-not-found");
  for (const [name, { status, en, zh }] of Object.entries(PROBLEMS)) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(en).toMatch(/^[A-Z][^.]+$/);
    expect(zh).toMatch(/\p{Script=Han}/u);
  }
});
