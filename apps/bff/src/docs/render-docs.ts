import { html, raw } from "hono/html";
import type { ApiDocument } from "./api-document.ts";
import { type Markup, prose } from "./markup.ts";
import { renderOperation } from "./render-operation.ts";
import { renderType } from "./render-schema.ts";
import { STYLE } from "./style.ts";

export async function renderDocs(document: ApiDocument): Promise<string> {
  const { info, tags, paths, components } = document;
  const routes = Object.entries(paths).map(([path, { get }]) => ({ path, operation: get }));
  const byTag = tags.map((tag) => ({
    ...tag,
    routes: routes.filter(({ operation }) => operation.tags.includes(tag.name)),
  }));
  const page: Markup = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title} API</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>${info.title} API</h1>
<p class="summary">${info.summary}</p>
<p><a href="/openapi.json">OpenAPI 3.1 document</a> for tools and code generators</p>
${prose(info.description)}
<nav aria-label="Routes">
<ul>${routes.map(
    ({ operation }) => html`<li><a href="#${operation.operationId}">${operation.summary}</a></li>
`,
  )}<li><a href="#types">Types</a></li></ul>
</nav>
${byTag.map(
  (tag) => html`<h2 id="tag-${tag.name}">${tag.name}</h2>
<p>${tag.description}</p>
${tag.routes.map(({ path, operation }) => renderOperation(path, operation, document))}`,
)}
<h2 id="types">Types</h2>
${Object.entries(components.schemas).map(([name, schema]) => renderType(name, schema))}
</main>
</body>
</html>
`;
  return String(await page);
}
