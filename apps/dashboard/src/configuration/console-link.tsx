import { createContext, use } from "react";
import { useWords, wording } from "../language/words.ts";

const WORDS = wording({
  en: {
    console: "ModelArts console",
    title: (id: string) => `The services of this region in the console; look for ${id}`,
  },
  zh: {
    console: "ModelArts 控制台",
    title: (id: string) => `控制台中该区域的在线服务列表，可查找 ${id}`,
  },
});

export const RegionContext = createContext<string | undefined>(undefined);

/** Leads to the platform's list of services: it documents no address for a single one. */
export function ConsoleLink({ serviceId }: { serviceId: string }) {
  const t = useWords(WORDS);
  const region = use(RegionContext);
  if (region === undefined) return null;
  return (
    <a
      className="button"
      href={`https://console.huaweicloud.com/modelarts/?region=${region}#/real-time`}
      target="_blank"
      rel="noreferrer"
      title={t.title(serviceId)}
    >
      {t.console}
    </a>
  );
}
