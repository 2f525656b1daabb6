import { createHmac } from "node:crypto";
import { type DeploymentNotice, type NoticeText, noticeText } from "../notice.ts";
import {
  type Channel,
  codeIn,
  type Reception,
  type RecipientAnswer,
  receptionOfStatus,
  withinBytes,
} from "./channel.ts";

const JSON_HEADERS = { "content-type": "application/json; charset=utf-8" } as const;
const PAGE = { en: "Open the deployment", zh: "查看部署" } as const;

/** Makes the meaning of a bot's answer: 200 with a code other than 0 is a failure. */
function codedReception(field: string, later: ReadonlySet<number>) {
  return (answer: RecipientAnswer): Reception => {
    const byStatus = receptionOfStatus(answer);
    if (byStatus.is !== "accepted") return byStatus;
    const code = codeIn(answer.body, field);
    if (code === 0) return byStatus;
    const reason = code === null ? "an answer without a code" : `code ${code}`;
    return code !== null && later.has(code)
      ? { is: "later", reason, afterMs: null }
      : { is: "refused", reason };
  };
}

/**
 * A Slack incoming webhook. Its address is the secret.
 *
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export function slack(url: string): Channel {
  const escaped = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return {
    name: "slack",
    body: (notice, language) => {
      const { title, lines } = noticeText(notice, language);
      const link = notice.url === null ? [] : [`<${notice.url}|${PAGE[language]}>`];
      // A section holds at most 3,000 characters.
      const text = [`*${escaped(title)}*`, ...lines.map(escaped)].join("\n").slice(0, 2_800);
      return JSON.stringify({
        text: escaped(title),
        blocks: [{ type: "section", text: { type: "mrkdwn", text: [text, ...link].join("\n") } }],
      });
    },
    request: (body) => ({ url, headers: JSON_HEADERS, body }),
    receptionOf: receptionOfStatus,
  };
}

const FEISHU_COLOURS = { good: "green", bad: "red", neutral: "grey" } as const;

/**
 * A custom bot of Feishu or Lark. Signed where the bot has a secret: the key is `timestamp\nsecret`, the message empty, the
 * time in seconds.
 *
 * @see https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 */
export function feishu(url: string, secret: string | null): Channel {
  return {
    name: "feishu",
    body: (notice, language) => {
      const { title, lines, tone } = noticeText(notice, language);
      const link = notice.url === null ? [] : [`[${PAGE[language]}](${notice.url})`];
      return JSON.stringify({
        msg_type: "interactive",
        card: {
          header: {
            template: FEISHU_COLOURS[tone],
            title: { tag: "plain_text", content: title },
          },
          elements: [
            { tag: "div", text: { tag: "plain_text", content: withinBytes(lines.join("\n"), 15_000) } },
            ...link.map((content) => ({ tag: "markdown", content })),
          ],
        },
      });
    },
    request(body, _notice, nowMs) {
      if (secret === null) return { url, headers: JSON_HEADERS, body };
      const timestamp = String(Math.floor(nowMs / 1_000));
      const sign = createHmac("sha256", `${timestamp}\n${secret}`).digest("base64");
      // The signature is part of the body, in front of what stays the same.
      return {
        url,
        headers: JSON_HEADERS,
        body: `${JSON.stringify({ timestamp, sign }).slice(0, -1)},${body.slice(1)}`,
      };
    },
    // 11232: too many messages.
    receptionOf: codedReception("code", new Set([11232])),
  };
}

/**
 * A custom bot of DingTalk. Signed where the bot has a secret: the key is the secret, the message `timestamp\nsecret`, the
 * time in milliseconds, both in the address.
 *
 * @see https://open.dingtalk.com/document/robots/customize-robot-security-settings
 */
export function dingtalk(url: string, secret: string | null): Channel {
  return {
    name: "dingtalk",
    body: (notice, language) => {
      const text = noticeText(notice, language);
      return JSON.stringify({
        msgtype: "markdown",
        markdown: { title: text.title, text: markdownOf(text, notice, PAGE[language]) },
      });
    },
    request(body, _notice, nowMs) {
      if (secret === null) return { url, headers: JSON_HEADERS, body };
      const signed = new URL(url);
      signed.searchParams.set("timestamp", String(nowMs));
      signed.searchParams.set(
        "sign",
        createHmac("sha256", secret).update(`${nowMs}\n${secret}`).digest("base64"),
      );
      return { url: signed.href, headers: JSON_HEADERS, body };
    },
    // 130101: more than twenty messages in a minute.
    receptionOf: codedReception("errcode", new Set([-1, 130101])),
  };
}

/**
 * A group bot of WeCom. Its key is part of its address. A message holds 4,096 bytes.
 *
 * @see https://developer.work.weixin.qq.com/document/path/91770
 */
export function wecom(url: string): Channel {
  return {
    name: "wecom",
    body: (notice, language) => {
      const text = noticeText(notice, language);
      const content = markdownOf(text, notice, PAGE[language], 3_800);
      return JSON.stringify({ msgtype: "markdown", markdown: { content } });
    },
    request: (body) => ({ url, headers: JSON_HEADERS, body }),
    // 45009: more than twenty messages in a minute; -1: the system is busy.
    receptionOf: codedReception("errcode", new Set([-1, 45009])),
  };
}

/** A text as Markdown in which nothing of the platform's words is markup. */
function markdownOf(
  { title, lines }: NoticeText,
  { url }: DeploymentNotice,
  page: string,
  maxBytes = 15_000,
): string {
  const plain = (text: string) => text.replaceAll(/[\\`*_{}[\]<>()#+!|~-]/g, (mark) => `\\${mark}`);
  const link = url === null ? [] : [`[${page}](${url})`];
  const text = [`### ${plain(title)}`, ...lines.map(plain)].join("\n\n");
  return [withinBytes(text, maxBytes), ...link].join("\n\n");
}
