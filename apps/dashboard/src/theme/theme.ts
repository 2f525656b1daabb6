import { useSyncExternalStore } from "react";
import { keepPreference, keptPreference } from "../preferences.ts";

/** Which colours the reader wants: the system's choice unless they say otherwise. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const listeners = new Set<() => void>();

export function useTheme(): [Theme, (theme: Theme) => void] {
  return [useSyncExternalStore(listen, chosenTheme), chooseTheme];
}

function chosenTheme(): Theme {
  const kept = document.documentElement.dataset.theme ?? keptPreference("theme");
  return THEMES.find((theme) => theme === kept) ?? "system";
}

function chooseTheme(theme: Theme): void {
  keepPreference("theme", theme);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const tell of listeners) tell();
}

function listen(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}
