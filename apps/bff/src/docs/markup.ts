import { html } from "hono/html";

export type Markup = ReturnType<typeof html>;

/** Renders the small subset of Markdown that descriptions use: paragraphs, asterisk lists, code in backquotes. */
export function prose(text: string): Markup {
  const blocks = text.split(/\n{2,}/);
  return html`${blocks.map((block) => {
    const items = block.split("\n");
    const isList = items.every((item) => item.startsWith("* "));
    if (isList) return html`<ul>${items.map((item) => html`<li>${inline(item.slice(2))}</li>`)}</ul>`;
    return html`<p>${inline(block)}</p>`;
  })}`;
}

function inline(text: string): Markup {
  const parts = text.split("`");
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
