import { html } from "hono/html";
import {
  type ApiDocument,
  type ApiOperation,
  type ApiParameter,
  type ApiResponse,
  nameIn,
} from "./api-document.ts";
import { type Markup, prose } from "./markup.ts";
import { typeOf } from "./render-schema.ts";

export function renderOperation(path: string, operation: ApiOperation, document: ApiDocument): Markup {
  const { operationId, summary, description, parameters = [], responses, security } = operation;
  return html`<section class="operation" id="${operationId}">
<h3><span class="method">GET</span> <code>${path}</code></h3>
<p class="summary">${summary}.${security.length === 0 ? " No token is needed." : ""}</p>
${description === undefined ? "" : prose(description)}
${parameters.length === 0 ? "" : renderParameters(parameters)}
${renderResponses(responses, document)}
${exampleOf(responses)}
</section>
`;
}

function renderParameters(parameters: readonly ApiParameter[]): Markup {
  return html`<div class="wide"><table>
<thead><tr><th scope="col">Parameter</th><th scope="col">In</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>${parameters.map(
    ({
      name,
      in: place,
      schema,
      description,
    }) => html`<tr><th scope="row"><code>${name}</code></th><td>${place}</td><td>${typeOf(schema)}${schema.default === undefined ? "" : html`, default <code>${textOf(schema.default)}</code>`}</td><td>${description === undefined ? "" : prose(description)}</td></tr>
`,
  )}</tbody></table></div>`;
}

function renderResponses(responses: ApiOperation["responses"], document: ApiDocument): Markup {
  const entries = Object.entries(responses);
  const isError = ([status]: readonly [string, ApiResponse]) => Number(status) >= 400;
  return html`${renderTable(
    entries.filter((entry) => !isError(entry)),
    document,
  )}
<details><summary>What can go wrong</summary>${renderTable(entries.filter(isError), document)}</details>`;
}

function renderTable(entries: readonly (readonly [string, ApiResponse])[], document: ApiDocument): Markup {
  return html`<div class="wide"><table>
<thead><tr><th scope="col">Status</th><th scope="col">Answer</th></tr></thead>
<tbody>${entries.map(
    ([status, response]) =>
      html`<tr><th scope="row">${status}</th><td>${bodyOf(response)}${prose(describe(response, document))}</td></tr>
`,
  )}</tbody></table></div>`;
}

function describe({ $ref, description }: ApiResponse, document: ApiDocument): string {
  if ($ref === undefined) return description ?? "";
  return document.components.responses[nameIn($ref)]?.description ?? "";
}

function bodyOf({ content = {} }: ApiResponse): Markup {
  return html`${Object.entries(content).map(
    ([type, { schema }]) =>
      html`<p><code>${type}</code>${schema === undefined ? "" : html` ${typeOf(schema)}`}</p>`,
  )}`;
}

function exampleOf(responses: ApiOperation["responses"]): Markup {
  const example = responses["200"]?.content?.["application/json"]?.example;
  if (example === undefined) return html``;
  return html`<details><summary>Example</summary><pre><code>${JSON.stringify(example, null, 2)}</code></pre></details>`;
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join(",") : String(value);
}
