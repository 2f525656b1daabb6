// Runs before the first paint: applies the reader's stored theme and language, as written by src/preferences.ts.
try {
  const theme = localStorage.getItem("deploy-lens.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  const stored = localStorage.getItem("deploy-lens.language");
  const first = navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag)) ?? "en";
  const language = stored === "en" || stored === "zh" ? stored : first.slice(0, 2).toLowerCase();
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
} catch {
  // Without storage, the browser's preferences apply.
}
