import { expect, test } from "vitest";
import { visibleText } from "./visible-text.ts";

test.each([
  ["markup stays as it is: it is text already", "<b>&amp;</b>", "<b>&amp;</b>"],
  ["a text turned around says so", "invoice\u202egnp.exe", "invoice⟨U+202E⟩gnp.exe"],
  ["a terminal's escapes say so", "\u001b[31mred", "⟨U+001B⟩[31mred"],
  ["nothing is hidden between letters", "pay\u200bpal", "pay⟨U+200B⟩pal"],
  ["lines and tabs stay", "see logs:\r\n\tbuild.log", "see logs:\n\tbuild.log"],
  ["all languages stay", "服务部署失败，é 🚀 مرحبا", "服务部署失败，é 🚀 مرحبا"],
])("%s", (_what, text, expected) => {
  expect(visibleText(text)).toBe(expected);
});
