import type { ServicePath } from "@deploy-lens/api/ids";
import { type GetDeployDurations, getDeployDurationsCsv } from "@deploy-lens/client/deploy-durations";
import { useState } from "react";
import { Icon } from "../../design/icon.tsx";
import { troubleWords } from "../../design/trouble-words.ts";
import { useLanguage } from "../../language/language.tsx";
import { useWords } from "../../language/words.ts";
import { useApi } from "../../queries/api.tsx";
import { SERVICE_WORDS } from "./words.ts";

/** The page's figures as a file. */
export function DownloadCsv(props: {
  path: ServicePath;
  request: (nowMs: number) => Omit<GetDeployDurations, "projectId" | "serviceId">;
}) {
  const t = useWords(SERVICE_WORDS);
  const { language } = useLanguage();
  const client = useApi();
  const [trouble, setTrouble] = useState("");
  const download = async () => {
    setTrouble("");
    try {
      const request = { ...props.path, ...props.request(Date.now()), groupBy: ["phase"] as const };
      save(`${props.path.serviceId}.csv`, await getDeployDurationsCsv(client, request));
    } catch (error) {
      setTrouble(troubleWords(error, language).title);
    }
  };
  return (
    <>
      <span role="status" className="small">
        {trouble}
      </span>
      <button type="button" className="button" title={t.csvTitle} onClick={() => void download()}>
        <Icon name="download" />
        {t.csv}
      </button>
    </>
  );
}

function save(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
