import { html } from "hono/html";
import { type ApiSchema, nameIn } from "./api-document.ts";
import { type Markup, prose } from "./markup.ts";

export function typeOf(schema: ApiSchema): Markup {
  if (schema.$ref !== undefined) {
    const name = nameIn(schema.$ref);
    return html`<a href="#type-${name}">${name}</a>`;
  }
  if (schema.enum !== undefined)
    return listed(
      schema.enum.map((value) => html`<code>${String(value)}</code>`),
      " | ",
    );
  if (schema.const !== undefined) return html`<code>${String(schema.const)}</code>`;
  if (schema.anyOf !== undefined) return listed(schema.anyOf.map(typeOf), " | ");
  if (schema.items !== undefined) return html`list of ${typeOf(schema.items)}`;
  if (schema.additionalProperties !== undefined && typeof schema.additionalProperties === "object") {
    return html`object of ${typeOf(schema.additionalProperties)}`;
  }
  if (schema.properties !== undefined)
    return listed(Object.entries(schema.properties).map(inlineField), ", ", "{ ", " }");
  const { minimum, maximum } = schema;
  const bounds = [
    minimum === undefined ? "" : `from ${minimum}`,
    maximum === undefined ? "" : `to ${maximum}`,
  ];
  return html`${[[schema.type ?? "any"].flat().join(" | "), ...bounds].filter(Boolean).join(" ")}`;
}

function inlineField([name, schema]: [string, ApiSchema]): Markup {
  return html`${name}: ${typeOf(schema)}`;
}

function listed(parts: readonly Markup[], separator: string, before = "", after = ""): Markup {
  return html`${before}${parts.map((part, index) => (index === 0 ? part : html`${separator}${part}`))}${after}`;
}

export function renderType(name: string, schema: ApiSchema): Markup {
  const fields = Object.entries(schema.properties ?? {});
  const required = new Set(schema.required ?? []);
  return html`<section class="type" id="type-${name}">
<h3>${name}</h3>
${schema.description === undefined ? "" : prose(schema.description)}
${
  fields.length === 0
    ? html`<p>${typeOf(schema)}</p>`
    : html`<div class="wide"><table>
<thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>${fields.map(
        ([
          field,
          value,
        ]) => html`<tr><th scope="row"><code>${field}</code>${required.has(field) ? "" : " (optional)"}</th><td>${typeOf(value)}</td><td>${value.description === undefined ? "" : prose(value.description)}</td></tr>
`,
      )}</tbody></table></div>`
}
</section>
`;
}
