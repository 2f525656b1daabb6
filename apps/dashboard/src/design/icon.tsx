const PATHS = {
  check: "M4 12.5l5 5L20 6.5",
  cross: "M6 6l12 12M18 6L6 18",
  stop: "M5.6 5.6l12.8 12.8M12 3a9 9 0 100 18 9 9 0 000-18z",
  skip: "M5 5l8 7-8 7zM18 5v14",
  clock: "M12 3a9 9 0 100 18 9 9 0 000-18zM12 7.5V12l3 2",
  pause: "M8 5v14M16 5v14",
  warn: "M12 3.5L2.5 20h19zM12 10v4M12 17.2v.1",
  info: "M12 3a9 9 0 100 18 9 9 0 000-18zM12 11v5.5M12 7.6v.1",
  retry: "M20 11a8 8 0 10-2.3 5.7M20 4v7h-7",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  download: "M12 4v11M7 11l5 5 5-5M4 20h16",
  up: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  question: "M9 9a3 3 0 115 2.2c-1 .9-2 1.4-2 2.8M12 17.5v.1",
} as const;

export type IconName = keyof typeof PATHS;

/** A decorative icon beside text with the same meaning, hidden from screen readers. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
