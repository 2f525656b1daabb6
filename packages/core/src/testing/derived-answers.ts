import { readdirSync, readFileSync } from "node:fs";
import documentedSample from "../../fixtures/documented-sample.json" with { type: "json" };
import { classify } from "../classify/index.ts";
import { deriveDeployments } from "../derive/index.ts";
import type { ServiceEvent } from "../event/service-event.ts";
import { fingerprint } from "../text/fingerprint.ts";
import { parseEventsAnswer, toServiceEvent } from "../upstream/events.ts";
import type { ServiceStatusObservation } from "../vocabulary/status.ts";
import { CLASSIFICATION_FIXTURES } from "./classification-fixtures.ts";
import { DerivationFixture, feed } from "./derivation-fixtures.ts";

const FOLDER = new URL("../../fixtures/derivation/", import.meta.url);

/** A fingerprint of the rules' answers for each fixture: of everything stored, so not of rule names. */
export function derivedAnswers(): Readonly<Record<string, string>> {
  const derived = readdirSync(FOLDER)
    .sort()
    .map((file): [string, unknown] => {
      const fixture = DerivationFixture.parse(JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")));
      return [`derivation/${file}`, deployments(feed(...fixture.feed), fixture.statuses)];
    });
  const classified = [...CLASSIFICATION_FIXTURES].map(([name, texts]): [string, unknown] => [
    `classification/${name}.json`,
    texts.map(({ text }) => ({ text, ...classify(text), rule: undefined, attested: undefined })),
  ]);
  const sample = deployments(parseEventsAnswer(documentedSample).events.map(toServiceEvent));
  return Object.fromEntries(
    [...derived, ...classified, ["documented-sample.json", sample] as const].map(([name, answer]) => [
      name,
      fingerprint(JSON.stringify(answer)),
    ]),
  );
}

function deployments(
  events: readonly ServiceEvent[],
  statuses: readonly ServiceStatusObservation[] = [],
): unknown {
  return deriveDeployments({ serviceId: "made-up", events, statuses }).deployments.map(
    ({ deployment }) => deployment,
  );
}
