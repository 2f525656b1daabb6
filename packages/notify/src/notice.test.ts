import { expect, test } from "vitest";
import { noticeText } from "./notice.ts";
import { someNotice } from "./testing/notice.ts";

const succeeded = { outcome: "success", failure: null, failedPhase: null } as const;

test("a notice's id is made of its kind and the deployment", () => {
  expect(someNotice()).toMatchObject({ kind: "deployment.failed", id: "deployment.failed.d0jxui23zo" });
  expect(someNotice({ outcome: "timed_out" }).kind).toBe("deployment.failed");
});

test("a success after a failure is a recovery, after anything else it just finished", () => {
  expect(someNotice(succeeded, "failure").kind).toBe("deployment.recovered");
  expect(someNotice(succeeded, "timed_out").kind).toBe("deployment.recovered");
  for (const before of ["success", "cancelled", "superseded", null] as const)
    expect(someNotice(succeeded, before).kind).toBe("deployment.finished");
  expect(someNotice({ ...succeeded, outcome: "cancelled" }, "failure").kind).toBe("deployment.finished");
});

test("the text of a failure stands alone, in both languages", () => {
  const { title, lines, tone } = noticeText(someNotice(), "en");
  expect(title).toBe("invoice-ocr: update failed (pull image)");
  expect(tone).toBe("bad");
  expect(lines.slice(0, 4)).toEqual([
    "Models: ocr 1.2",
    "Took: 5 min (usually 1 min 20 s)",
    "Cause: Image pull failed",
    "ModelArts says: failed to pull image <b>*x*</b> & [y](z)",
  ]);
  expect(lines[4]).toMatch(/^What to do: /);
  const chinese = noticeText(someNotice(), "zh");
  expect(chinese.title).toBe("invoice-ocr：更新失败（拉取镜像）");
  expect(chinese.lines.slice(0, 3)).toEqual([
    "模型：ocr 1.2",
    "耗时：5 分（通常 1 分 20 秒）",
    "原因：拉取镜像失败",
  ]);
});

test("what is not known is left out", () => {
  const { lines } = noticeText({ ...someNotice({ ...succeeded, models: [] }), usualMs: null }, "en");
  expect(lines).toEqual(["Took: 5 min"]);
});
