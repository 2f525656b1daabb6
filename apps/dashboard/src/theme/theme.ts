import { useSyncExternalStore } from "react";
import { keepPreference, storedPreference } from "../preferences.ts";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const listeners = new Set<() => void>();

export function useTheme(): [Theme, (theme: Theme) => void] {
  return [useSyncExternalStore(listen, chosenTheme), chooseTheme];
}

function chosenTheme(): Theme {
  const stored = document.documentElement.dataset.theme ?? storedPreference("theme");
  return THEMES.find((theme) => theme === stored) ?? "system";
}

function chooseTheme(theme: Theme): void {
  keepPreference("theme", theme);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const notify of listeners) notify();
}

function listen(notify: () => void): () => void {
  listeners.add(notify);
  return () => listeners.delete(notify);
}
