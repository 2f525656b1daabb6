/** Stored choices of the reader. `public/load-early.js` reads the same keys. */
export type Preference = "theme" | "language" | "shortcuts";

/** Private windows and strict settings refuse storage; the choice then lasts as long as the page. */
export function storedPreference(name: Preference): string | null {
  try {
    return localStorage.getItem(`deploy-lens.${name}`);
  } catch {
    return null;
  }
}

export function keepPreference(name: Preference, value: string): void {
  try {
    localStorage.setItem(`deploy-lens.${name}`, value);
  } catch {
    // The choice then lasts as long as the page.
  }
}
