// Runs before the first paint: the reader's choice of colours and language, as src/preferences.ts keeps them.
try {
  const theme = localStorage.getItem("deploy-lens.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  const kept = localStorage.getItem("deploy-lens.language");
  const first = navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag)) ?? "en";
  const language = kept === "en" || kept === "zh" ? kept : first.slice(0, 2).toLowerCase();
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
} catch {
  // No storage: what the browser prefers holds.
}
