import type { FailureCause } from "../vocabulary/signal.ts";

/**
 * Words that indicate a cause, in canonical text; the first match wins.
 *
 * Specific causes come before general ones: a quota or a full disk may also read as "insufficient", and
 * everything may end in a time-out. No pattern repeats anything, so each is linear.
 */
const CAUSE_WORDS: readonly (readonly [FailureCause, RegExp])[] = [
  ["quota", /\bquotas?\b|配额/],
  ["licence", /\blicen[cs]es?\b|许可证/],
  ["credential", /\bdew\b|\bak\/sk\b|凭据|凭证/],
  [
    "disk_pressure",
    /disk-pressure|disk pressure|no space|insufficient disk|modelarts\.8503\b|磁盘空间不足|磁盘压力/,
  ],
  ["storage", /sfs turbo|modelarts\.850[167]\b|obs download|disk full|disk corruption/],
  [
    "insufficient_resources",
    /\binsufficient (?:resource|compute|cpu|memory|gpu|npu|pods|ephemeral-storage|nvidia|huawei|ascend)|no resources are available|resources are insufficient|资源不足|内存不足/,
  ],
  ["image_pull", /pull image|pull the image|imagepullbackoff|errimagepull|拉取镜像|镜像拉取/],
  ["image_build", /build image|build the image|create the image|构建镜像|镜像构建/],
  ["model_start", /start model|start the model|health check|crashloopbackoff|启动模型|模型启动|健康检查/],
  ["timeout", /\btimed out\b|\btime-?out\b|超时|时间超过/],
];

/**
 * Finds the cause that an error's text mentions; `null` if it mentions none.
 *
 * @param text canonical text, see `canonical`
 *
 * @example
 * causeIn("资源池资源不足"); // "insufficient_resources"
 * causeIn("internal error"); // null
 */
export function causeIn(text: string): FailureCause | null {
  for (const [cause, words] of CAUSE_WORDS) {
    if (words.test(text)) return cause;
  }
  return null;
}
