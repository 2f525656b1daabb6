const SUBJECTS = [
  "invoice",
  "fraud",
  "product-search",
  "call-center",
  "churn",
  "image",
  "route",
  "parking",
  "credit",
  "warehouse",
  "energy",
  "patient",
  "traffic",
  "video",
  "defect",
  "coupon",
] as const;

const TASKS = [
  ["ocr", "TextReader"],
  ["score", "GradientScorer"],
  ["rerank", "RerankBERT"],
  ["transcribe", "ParaformerASR"],
  ["forecast", "DeepForecast"],
  ["moderation", "SafeVision"],
  ["planner", "RouteNet"],
  ["detect", "YoloEdge"],
  ["embed", "BgeEmbed"],
  ["summary", "PanguBrief"],
  ["dedup", "SimHashNet"],
  ["qa", "PanguQA"],
  ["anomaly", "IsoForest"],
] as const;

/** Models that run beside the main model of a service; traffic is split by weight. */
const COMPANIONS = ["Baseline", "Guardrail"] as const;

/**
 * Names the nth service of a scenario and its models; every `index` gives another name.
 *
 * @example
 * serviceNames(0, 2); // { service: "invoice-ocr", models: ["TextReader", "TextReader_Baseline"] }
 */
export function serviceNames(index: number, models: number): { service: string; models: string[] } {
  const subject = SUBJECTS[index % SUBJECTS.length] ?? SUBJECTS[0];
  // 16 and 13 are coprime: the pairs repeat after 208 services, and then get a number.
  const [task, model] = TASKS[index % TASKS.length] ?? TASKS[0];
  const round = Math.floor(index / (SUBJECTS.length * TASKS.length));
  const service = round === 0 ? `${subject}-${task}` : `${subject}-${task}-${round + 1}`;
  const others = COMPANIONS.slice(0, Math.max(0, models - 1)).map((companion) => `${model}_${companion}`);
  return { service, models: [model, ...others] };
}
