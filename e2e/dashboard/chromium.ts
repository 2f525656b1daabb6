import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const PLACES = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** No browser was found or could be installed. */
export class NoChromiumError extends Error {
  override readonly name = "NoChromiumError";
}

/** The path of Chromium, if installed. */
export function findChromium(): string | undefined {
  return PLACES.find((place) => place !== undefined && existsSync(place));
}

/**
 * Returns the path of Chromium. On Debian, as root, installs it if missing, with fonts for both languages.
 *
 * @throws NoChromiumError saying what to do
 */
export function ensureChromium(): string {
  const found = findChromium();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    process.stderr.write("Installing Chromium (once) …\n");
    const packages = ["chromium", "fonts-inter", "fonts-noto-cjk", "pngquant"];
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const apt = (...args: string[]) =>
      spawnSync("apt-get", ["-qq", ...args], { env, stdio: ["ignore", 2, 2] });
    apt("update");
    apt("install", "-y", "--no-install-recommends", ...packages);
  }
  const installed = findChromium();
  if (installed !== undefined) return installed;
  throw new NoChromiumError(
    "no Chromium here: install it (Debian: apt-get install chromium) or set CHROMIUM to its path",
  );
}
