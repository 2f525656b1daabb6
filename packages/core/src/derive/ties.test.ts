import { expect, test } from "vitest";
import { timelineOf } from "../classify/timeline.ts";
import { feed } from "../testing/derivation-fixtures.ts";
import type { ServiceStatusObservation } from "../vocabulary/status.ts";
import { endsBeforeBegins } from "./ties.ts";

/** The texts of the last millisecond of a feed, in order. */
function lastOf(lines: readonly string[], statuses: readonly ServiceStatusObservation[] = []): string[] {
  const ordered = endsBeforeBegins(timelineOf(feed(...lines)), statuses);
  const atMs = ordered.at(-1)?.event.occurredAtMs;
  return ordered.filter(({ event }) => event.occurredAtMs === atMs).map(({ event }) => event.message);
}

const BEGIN = "start to deploy service";

// Contract 3, rule 1. Each row: what came before, and the order within the millisecond after it.
test.each([
  [
    "where no deployment is open, nothing is to be ended first",
    ["-1 [a 1] build image success"],
    [BEGIN, "[a 1] prepare environment success"],
  ],
  [
    "the end of a phase that does not run leaves the begin of another where it is",
    [`0 ${BEGIN}`],
    ["[b 1] scheduling resource", "[b 1] build image failed, retry later"],
  ],
  [
    "the end of a phase that runs comes before the begin of another",
    [`0 ${BEGIN}`, "0 building image", "1 Failed to update the service."],
    ["build image success", "preparing environment"],
  ],
  [
    "where nothing begins, the order of the timeline stays",
    [`0 ${BEGIN}`, "0 [b 1] building image"],
    ["[a 1] build image failed, retry later", "[b 1] build image success"],
  ],
  [
    "an attempt ends once: a second end is one of what began since",
    [`0 ${BEGIN}`],
    [
      "prepare environment failed, retry later",
      "The service is being started.",
      "prepare environment success",
    ],
  ],
  [
    "the end of a phase that no begin stands beside was of the deployment before",
    ["0 The service is being started."],
    ["start model failed, retry later", "The service is being started."],
  ],
  [
    "so was the end of one model's phase where only another model's begins",
    [`0 ${BEGIN}`],
    ["[a 1] schedule resource failed. Retry later.", BEGIN, "[a 2] scheduling resource"],
  ],
  [
    "an end without a label may be of whatever begins",
    [`0 ${BEGIN}`],
    [BEGIN, "[a 1] pulling model image", "pull image failed"],
  ],
  [
    "and what begins without a label may be what a label ends",
    [`0 ${BEGIN}`],
    [BEGIN, "starting model", "[a 1] start model failed, retry later"],
  ],
  [
    "a text that ends the operation ends the open deployment, even if a phase of its name begins",
    [`0 ${BEGIN}`],
    ["Failed to start service m.", "The service is being updated.", "starting model"],
  ],
  [
    "one model's attempt is not another's",
    [`0 ${BEGIN}`, "1 [a 2] pulling model image"],
    ["[a 1] preparing environment", "[a 1] pull image failed, retry later"],
  ],
  [
    "what ran before the deployment began does not run in it",
    ["-1 pulling model image", `0 ${BEGIN}`],
    ["preparing environment", "pull image failed, retry later"],
  ],
  [
    "nor what two events of one millisecond say of the deployment before",
    [
      ...[`0 ${BEGIN}`, "1 [a 1] pulling model image", "2 preparing environment", "2 [c 1] building image"],
      "5 The service is being updated.",
    ],
    ["[a 1] preparing environment", "[a 1] pull image failed, retry later"],
  ],
  [
    "what began with others in one millisecond runs in a later one",
    [`0 ${BEGIN}`, "1 [a 1] building image", "1 [a 1] pulling model image"],
    ["[a 1] build image success", "[b 1] scheduling resource"],
  ],
  [
    "a retry without a label has ended the attempt of a labelled model",
    [`0 ${BEGIN}`, "0 [a 1] building image", "1 build image failed, retry later"],
    ["[a 1] scheduling resource", "[a 1] build image success"],
  ],
  [
    "a phase that has succeeded does not run",
    [`0 ${BEGIN}`, "1 build image success"],
    ["[b 1] scheduling resource", "[b 1] build image failed, retry later"],
  ],
  [
    "a begin without a label starts nothing again that a model has ended",
    [`0 ${BEGIN}`, "1 [a 1] build image success", "2 building image"],
    ["[b 1] scheduling resource", "[a 1] build image failed"],
  ],
  [
    "but it starts again what waits for its next attempt",
    [`0 ${BEGIN}`, "0 [a 1] building image", "1 [a 1] build image failed, retry later", "2 building image"],
    ["[a 1] build image success", "[b 1] scheduling resource"],
  ],
  [
    "one model's success ends its own attempt alone",
    [
      `0 ${BEGIN}`,
      "0 [a 1] pulling model image",
      "0 [b 1] pulling model image",
      "1 [a 1] pull image success",
    ],
    ["[b 1] pull image success", "[a 1] starting model"],
  ],
  [
    "what only informs of a phase leaves it running",
    [`0 ${BEGIN}`, "0 [a 1] building image", "1 The image creation task is in the x state."],
    ["[a 1] build image success", "[a 1] scheduling resource"],
  ],
  [
    "a text of the whole service says nothing of the attempt of one model",
    [`0 ${BEGIN}`, "0 [a 1] starting model", "1 Service m started."],
    ["[a 1] start model failed", "building image"],
  ],
  [
    "the begin of a rollback ends the deployment that is open",
    [`0 ${BEGIN}`],
    ["Failed to update the service. Perform a rollback.", BEGIN],
  ],
  ["what only informs ends nothing", [`0 ${BEGIN}`], [BEGIN, "The image creation task is in the x state."]],
  [
    "a deployment that has ended leaves the failure of a stop that nobody announced to the next",
    ["0 The service is being updated.", "5 Service m started."],
    ["The service is being updated.", "Failed to delete the service."],
  ],
  [
    "what fails beside a begin ends the deployment that is open",
    ["0 The service is being started."],
    ["Failed to update the service. The rollback failed.", BEGIN],
  ],
  [
    "of a deployment that an announced stop ended, only the end of that stop comes first",
    [`0 ${BEGIN}`, "0 The service stops when the auto stop time expires."],
    [BEGIN, "Failed to update the service. The rollback failed."],
  ],
  [
    "another announcement is no end of the stop",
    [`0 ${BEGIN}`, "0 The service stops when the auto stop time expires."],
    [BEGIN, "The service is being deleted."],
  ],
])("%s", (_, before, expected) => {
  const tie = expected.map((text) => `9 ${text}`);
  expect(lastOf([...before, ...tie])).toEqual(expected);
  expect(lastOf([...before, ...tie.toReversed()])).toEqual(expected);
});

test.each([
  [0, "before the deployment"],
  [9, "with the next one"],
])("a status that was entered %i, %s, has not ended it", (transitionAtMs) => {
  const lines = [`0 ${BEGIN}`, `9 ${BEGIN}`, "9 prepare environment success"];
  const statuses = [{ status: "running", transitionAtMs }];
  expect(lastOf(lines, statuses)).toEqual(["prepare environment success", BEGIN]);
  expect(lastOf(lines, [{ status: "running", transitionAtMs: 5 }])).toEqual([
    BEGIN,
    "prepare environment success",
  ]);
});
