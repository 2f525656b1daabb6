import { wording } from "../language/words.ts";

export const MODELS_WORDS = wording({
  en: {
    model: "Model",
    anyModel: "All models",
    allVersions: (name: string) => `${name}, all versions`,
    find: "Find a model or version",
    none: "No model matches",
  },
  zh: {
    model: "模型",
    anyModel: "全部模型",
    allVersions: (name: string) => `${name}（全部版本）`,
    find: "查找模型或版本",
    none: "没有匹配的模型",
  },
});
