import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import type { Deployment } from "./deployment.ts";
import { get, timeless, until } from "./read.ts";
import { PROJECT_ID } from "./world.ts";

const PROJECT = `/api/v1/projects/${PROJECT_ID}`;

/** The next scheduled tick is up to a minute away; then functions start and work through the history. */
const PATIENCE_MS = 240_000;

/** Schedule, discovery, queue, derivation, table, and the resulting statistics. */
export function testPipeline(deployment: Deployment): void {
  const cloud = async (path: string) => {
    const token = await deployment.world.issuer.token({ projects: [PROJECT_ID] });
    const url = `${await deployment.webUrl()}${path}`;
    return timeless((await get(url, { authorization: `Bearer ${token}` })).body);
  };
  const local = async (path: string) => timeless((await get(`${deployment.world.local.url}${path}`)).body);
  const statistics = (groupBy: string) =>
    `${PROJECT}/deploy-durations?groupBy=${groupBy}&${deployment.world.window}`;
  const serviceIds = () => deployment.world.simulator.services(PROJECT_ID).map(({ id }) => id);

  describe("the pipeline", () => {
    test("the local stack has read the history", async () => {
      const counted = await until(
        () => local(statistics("service")),
        (answer) => groupsOf(answer).length >= serviceIds().length - 2,
        PATIENCE_MS,
      );
      expect(groupsOf(counted).length).toBeGreaterThan(5);
    });

    test("a tick of the schedule flows into the table", async () => {
      const expected = await local(statistics("service"));
      await until(
        () => cloud(statistics("service")),
        (answer) => isDeepStrictEqual(answer, expected),
        PATIENCE_MS,
      );
    });

    test.each(["phase", "day", "model", "service"])(
      "the project's statistics by %s are the local stack's",
      async (by) => {
        const expected = await local(statistics(by));
        expect(groupsOf(expected).length).toBeGreaterThan(0);
        expect(await cloud(statistics(by))).toEqual(expected);
      },
    );

    test("the API says that no service's events are missing", async () => {
      const { status, body } = await get(`${await deployment.webUrl()}/readyz`);
      expect([status, body]).toEqual([
        200,
        {
          status: "ready",
          checks: ["upstream", "storage", "history"].map((name) => ({ name, status: "ok" })),
        },
      ]);
    });

    test("every service's statistics and deployments are the local stack's", async () => {
      for (const id of serviceIds()) {
        for (const path of [
          `${PROJECT}/services/${id}/deploy-durations?${deployment.world.window}`,
          `${PROJECT}/services/${id}/deployments?limit=50`,
        ]) {
          expect(await cloud(path), path).toEqual(await local(path));
        }
      }
    });
  });
}

function groupsOf(answer: unknown): readonly unknown[] {
  if (typeof answer !== "object" || answer === null || !("groups" in answer)) return [];
  return Array.isArray(answer.groups) ? answer.groups : [];
}
