import { useRef, useState } from "react";
import { errorWords } from "../../design/error-words.ts";
import { Icon } from "../../design/icon.tsx";
import { useLanguage } from "../../language/language.tsx";
import { useWords } from "../../language/words.ts";
import { useApi } from "../../queries/api.tsx";
import type { DeploymentSelection } from "../../queries/explorer-queries.ts";
import type { FileFormat } from "./file.ts";
import { EXPLORER_WORDS } from "./words.ts";

const FORMATS: readonly FileFormat[] = ["csv", "ndjson"];

/** Downloads all deployments of the list, those on pages that are not shown yet included. */
export function FileButtons({ projectId, selection }: { projectId: string; selection: DeploymentSelection }) {
  const t = useWords(EXPLORER_WORDS);
  const { language } = useLanguage();
  const client = useApi();
  const [read, setRead] = useState<number | null>(null);
  const [errorText, setErrorText] = useState("");
  const running = useRef<AbortController | null>(null);
  const download = async (format: FileFormat) => {
    const controller = new AbortController();
    running.current = controller;
    setErrorText("");
    setRead(0);
    try {
      const { saveDeployments } = await import("./file.ts");
      await saveDeployments(client, { projectId, ...selection }, format, {
        signal: controller.signal,
        onRead: setRead,
      });
    } catch (error) {
      if (!controller.signal.aborted) setErrorText(errorWords(error, language).title);
    }
    setRead(null);
  };
  return (
    <span className="explorer-files no-print">
      <span role="status" className="small">
        {read === null ? errorText : t.reading(read)}
      </span>
      {read !== null && (
        <button type="button" className="button" onClick={() => running.current?.abort()}>
          {t.stop}
        </button>
      )}
      {read === null &&
        FORMATS.map((format) => (
          <button
            key={format}
            type="button"
            className="button"
            title={t.fileTitle(t[format])}
            onClick={() => void download(format)}
          >
            <Icon name="download" />
            {t[format]}
          </button>
        ))}
    </span>
  );
}
