import type { Channel } from "./channel.ts";
import { dingtalk, feishu, slack, wecom } from "./chat.ts";
import { webhook } from "./webhook.ts";

const CHAT_HOSTS: Readonly<Record<string, (url: string, secret: string | null) => Channel>> = {
  "hooks.slack.com": slack,
  "open.feishu.cn": feishu,
  "open.larksuite.com": feishu,
  "oapi.dingtalk.com": dingtalk,
  "qyapi.weixin.qq.com": wecom,
};

/**
 * The channel of an address: a chat bot by its host, any other address is a webhook.
 *
 * @param secrets those of the webhook or the bot; a bot uses the first
 * @throws RangeError if the address or a webhook's secret has another form
 * @example
 * channelOf("https://oapi.dingtalk.com/robot/send?access_token=…", ["SEC…"]).name; // "dingtalk"
 */
export function channelOf(url: string, secrets: readonly string[]): Channel {
  const { hostname, protocol } = URL.canParse(url) ? new URL(url) : { hostname: "", protocol: "" };
  if (protocol !== "https:" && protocol !== "http:")
    throw new RangeError("the address of a recipient begins with https://");
  const chat = Object.hasOwn(CHAT_HOSTS, hostname) ? CHAT_HOSTS[hostname] : undefined;
  return chat === undefined ? webhook(url, secrets) : chat(url, secrets[0] ?? null);
}
