import { createHmac } from "node:crypto";
import { noticeText } from "../notice.ts";
import { type Channel, receptionOfStatus } from "./channel.ts";

const PREFIX = "whsec_";

/** The bytes of a secret as Standard Webhooks writes it. @throws RangeError unless it is `whsec_` and 24 to 64 bytes in base64 */
function keyOf(secret: string): Buffer {
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  if (!secret.startsWith(PREFIX) || key.length < 24 || key.length > 64) {
    throw new RangeError("the secret of a webhook is whsec_ and 24 to 64 bytes in base64");
  }
  return key;
}

/**
 * A webhook by Standard Webhooks 1.0 (headers, signature) with a CloudEvents 1.0 body in structured mode.
 *
 * @param secrets none: not signed; two while they are rotated, each makes a signature
 * @throws RangeError for a secret of another form
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function webhook(url: string, secrets: readonly string[]): Channel {
  const keys = secrets.map(keyOf);
  return {
    name: "webhook",
    body: (notice, language) => {
      const { title, lines } = noticeText(notice, language);
      const { id, kind, project, service, deployment, usualMs, url: page } = notice;
      return JSON.stringify({
        specversion: "1.0",
        id,
        type: kind,
        source: `/projects/${encodeURIComponent(project)}/services/${encodeURIComponent(service.id)}`,
        subject: deployment.id,
        time: deployment.endedAt,
        datacontenttype: "application/json",
        data: { title, text: lines.join("\n"), language, project, service, deployment, usualMs, url: page },
      });
    },
    request(body, { id }, nowMs) {
      const timestamp = String(Math.floor(nowMs / 1_000));
      const signatures = keys.map(
        (key) => `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`,
      );
      return {
        url,
        headers: {
          "content-type": "application/cloudevents+json; charset=utf-8",
          "webhook-id": id,
          "webhook-timestamp": timestamp,
          ...(signatures.length > 0 && { "webhook-signature": signatures.join(" ") }),
        },
        body,
      };
    },
    receptionOf: receptionOfStatus,
  };
}
