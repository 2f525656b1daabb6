import { expect, test } from "vitest";
import type { DeploymentNotice } from "../notice.ts";
import { someNotice } from "../testing/notice.ts";
import type { Channel } from "./channel.ts";
import { channelOf } from "./index.ts";

const FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook/abc";
const DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=abc";
const WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc";
const SLACK = "https://hooks.slack.com/services/T/B/x";

function sent(channel: Channel, nowMs: number, notice: DeploymentNotice = someNotice()) {
  const request = channel.request(channel.body(notice, "zh"), notice, nowMs);
  return { ...request, json: JSON.parse(request.body) };
}

test("the channel is told by the address's host", () => {
  const names = [
    FEISHU,
    DINGTALK,
    WECOM,
    SLACK,
    "https://open.larksuite.com/x",
    "https://feishu.cn.example/",
  ];
  expect(names.map((url) => channelOf(url, []).name)).toEqual([
    ...["feishu", "dingtalk", "wecom", "slack", "feishu", "webhook"],
  ]);
  for (const wrong of ["", "hooks.slack.com/x", "ftp://x/"])
    expect(() => channelOf(wrong, [])).toThrow(RangeError);
});

test("Feishu: seconds, the key is time and secret, the message empty", () => {
  // The time and secret of the platform's own page; its Python sample computes this signature.
  const { json } = sent(channelOf(FEISHU, ["demo"]), 1_599_360_473_999);
  expect(json).toMatchObject({
    timestamp: "1599360473",
    sign: "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=",
    msg_type: "interactive",
    card: { header: { template: "red" } },
  });
});

test("DingTalk: milliseconds, the key is the secret, the message time and secret", () => {
  const { url } = sent(channelOf(DINGTALK, ["SEC8b1b8c"]), 1_577_262_236_757);
  const { searchParams } = new URL(url);
  expect(Object.fromEntries(searchParams)).toEqual({
    access_token: "abc",
    timestamp: "1577262236757",
    sign: "GBpSNBEztIBGvi4Or7jW9BtChmFfe3YY7IfyfNvedbY=",
  });
});

test("a bot without a secret is not signed", () => {
  expect(sent(channelOf(FEISHU, []), 5).json).not.toHaveProperty("sign");
  expect(sent(channelOf(DINGTALK, []), 5).url).toBe(DINGTALK);
});

test("the platform's words are text, never markup", () => {
  expect(sent(channelOf(SLACK, []), 5).json.blocks[0].text.text).toContain(
    "&lt;b&gt;*x*&lt;/b&gt; &amp; [y](z)",
  );
  for (const url of [DINGTALK, WECOM]) {
    const { markdown } = sent(channelOf(url, []), 5).json;
    expect(markdown.text ?? markdown.content).toContain("\\<b\\>\\*x\\*\\</b\\> & \\[y\\]\\(z\\)");
  }
  expect(sent(channelOf(FEISHU, []), 5).json.card.elements[0].text.tag).toBe("plain_text");
});

test.each([
  ["feishu", FEISHU, 20_000],
  ["dingtalk", DINGTALK, 20_000],
  ["wecom", WECOM, 4_096],
  ["slack", SLACK, 20_000],
])("%s: the longest text of the platform stays within its limit", (_name, url, maxBytes) => {
  const failure = { cause: "image_pull", message: "拉".repeat(30_000) } as const;
  const { json } = sent(channelOf(url, []), 5, someNotice({ failure }));
  const content = json.markdown?.content ?? JSON.stringify(json);
  expect(Buffer.byteLength(content)).toBeLessThanOrEqual(maxBytes);
  expect(content).toContain("https://lens.example");
});

test.each([
  ["feishu", FEISHU, { code: 0 }, "accepted"],
  ["feishu", FEISHU, { code: 19021 }, "refused"],
  ["feishu", FEISHU, { code: 11232 }, "later"],
  ["dingtalk", DINGTALK, { errcode: 0 }, "accepted"],
  ["dingtalk", DINGTALK, { errcode: 310000 }, "refused"],
  ["dingtalk", DINGTALK, { errcode: 130101 }, "later"],
  ["wecom", WECOM, { errcode: 93000 }, "refused"],
  ["wecom", WECOM, { errcode: 45009 }, "later"],
  ["wecom", WECOM, "ok", "refused"],
])("%s: 200 with an error inside is a failure", (_name, url, answer, is) => {
  const { receptionOf } = channelOf(url, []);
  expect(receptionOf({ status: 200, retryAfter: null, body: JSON.stringify(answer) })).toMatchObject({ is });
  expect(receptionOf({ status: 500, retryAfter: null, body: "" })).toMatchObject({ is: "later" });
});
