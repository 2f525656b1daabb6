/**
 * Sources of the texts in the classification table, by family: `W7` is the seventh text of family `W`.
 *
 * `analogy` in place of a key marks an unpublished text that follows the grammar of a published one.
 */
export const TEXT_SOURCES = {
  W: {
    title: "Wire texts: the sample of the API reference, and events quoted in troubleshooting pages",
    urls: [
      "https://support.huaweicloud.com/api-modelarts/ShowServiceEvents.html",
      "https://support.huaweicloud.com/intl/en-us/trouble-modelarts/modelarts_05_3155.html",
      "https://support.huaweicloud.com/intl/th-th/modelarts_faq/modelarts_05_0026.html",
    ],
  },
  D: {
    title: "The user guide's table of service events",
    urls: ["https://support.huaweicloud.com/intl/en-us/inference-modelarts/inference-modelarts-0119.html"],
  },
  V: {
    title: "Service events of the second inference generation, in Chinese",
    urls: [
      "https://support.huaweicloud.com/inference-modelarts/inference2.0-modelarts-0019.md",
      "https://support.huaweicloud.com/trouble-modelarts/modelarts_13_0047.html",
      "https://support.huaweicloud.com/trouble-modelarts/modelarts_13_0048.md",
      "https://support.huaweicloud.com/trouble-modelarts/modelarts_13_0049.md",
      "https://support.huaweicloud.com/trouble-modelarts/modelarts_13_0065.html",
      "https://support.huaweicloud.com/trouble-modelarts/modelarts_13_0195.md",
    ],
  },
  P: {
    title: "Pod events, quoted in troubleshooting pages",
    urls: [
      "https://support.huaweicloud.com/trouble-modelarts/modelarts_13_0047.html",
      "https://support.huaweicloud.com/trouble-modelarts/modelarts_13_0057.html",
      "https://support.huaweicloud.com/trouble-modelarts/modelarts_13_0059.md",
      "https://support.huaweicloud.com/trouble-modelarts/modelarts_13_0064.html",
      "https://support.huaweicloud.com/trouble-modelarts/modelarts_13_0046.html",
      "https://support.huaweicloud.com/trouble-modelarts/modelarts_13_0063.html",
      "https://support.huaweicloud.com/inference-modelarts/inference2.0-modelarts-0085.html",
    ],
  },
  K: {
    title: "Kubernetes' own words; a service's events report abnormal ones of pods as summaries",
    urls: [
      "https://support.huaweicloud.com/intl/th-th/modelarts_faq/modelarts_05_0026.html",
      "https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/",
      "https://github.com/kserve/modelmesh-serving/issues/189",
      "https://github.com/kserve/kserve/issues/2681",
    ],
  },
  M: {
    title: "Model events (another feed), as printed with their Chinese originals",
    urls: ["https://support.huaweicloud.com/usermanual-standard-modelarts/inference-modelarts-0118.html"],
  },
  R: {
    title: "Model events (another feed), in the user guide's own English",
    urls: [
      "https://docs.otc.t-systems.com/modelarts/umn/faqs/model_management/importing_models/what_are_the_events_and_their_types_for_a_model.html",
    ],
  },
} as const;

/** A published text: its family and number, such as `W7`. */
export type SourceKey = `${keyof typeof TEXT_SOURCES}${number}`;
