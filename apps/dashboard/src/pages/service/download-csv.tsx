import type { ServicePath } from "@deploy-lens/api/fields/ids";
import { type GetDeployDurations, getDeployDurationsCsv } from "@deploy-lens/client/routes/deploy-durations";
import { useState } from "react";
import { errorWords } from "../../design/error-words.ts";
import { Icon } from "../../design/icon.tsx";
import { useLanguage } from "../../language/language.tsx";
import { useWords } from "../../language/words.ts";
import { useApi } from "../../queries/api.tsx";
import { SERVICE_WORDS } from "./words.ts";

export function DownloadCsv(props: {
  path: ServicePath;
  name: string;
  request: (nowMs: number) => Omit<GetDeployDurations, "projectId" | "serviceId">;
}) {
  const t = useWords(SERVICE_WORDS);
  const { language } = useLanguage();
  const client = useApi();
  const [errorText, setErrorText] = useState("");
  const download = async () => {
    setErrorText("");
    try {
      const request = { ...props.path, ...props.request(Date.now()), groupBy: ["phase"] as const };
      save(fileName(props.name, request), await getDeployDurationsCsv(client, request));
    } catch (error) {
      setErrorText(errorWords(error, language).title);
    }
  };
  return (
    <>
      <span role="status" className="small">
        {errorText}
      </span>
      <button type="button" className="button" title={t.csvTitle} onClick={() => void download()}>
        <Icon name="download" />
        {t.csv}
      </button>
    </>
  );
}

/** Named by service and window: `fraud-score_2026-10-29_2026-11-28.csv`. */
function fileName(name: string, { from, to = Date.now() }: Pick<GetDeployDurations, "from" | "to">): string {
  const day = (time: number | string | Date) => new Date(time).toISOString().slice(0, 10);
  const days = from === undefined ? [day(to)] : [day(from), day(to)];
  return `${[name.replace(/[^\p{L}\p{N}.-]+/gu, "-"), ...days].join("_")}.csv`;
}

/** Excel needs the byte order mark to detect UTF-8. */
function save(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
