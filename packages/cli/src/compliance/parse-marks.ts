import { isDay } from "@crosstag/compliance";
import { UsageError } from "../usage-error.ts";

/** Maximum number of days: ten years. */
const MOST_DAYS = 3_660;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** `fix-by=2026-12-31`, or `fix-by=+14d` for the date 14 days from now (UTC). */
export function parseMarks(texts: readonly string[], now: Date): Readonly<Record<string, string>> {
  const marks = new Map<string, string>();
  const keys = new Set<string>();
  for (const text of texts) {
    const at = text.lastIndexOf("=");
    const [key, given] = [text.slice(0, at), text.slice(at + 1)];
    const day = dayOf(given, now);
    if (at <= 0 || day === undefined)
      throw new UsageError(
        `--mark ${JSON.stringify(text)} is not valid.`,
        "Write --mark fix-by=2026-12-31, or fix-by=+14d for 14 days from today.",
      );
    if (keys.has(key.toLowerCase()))
      throw new UsageError(`--mark gives the tag key ${JSON.stringify(key)} twice.`, "Give each mark once.");
    keys.add(key.toLowerCase());
    marks.set(key, day);
  }
  return Object.fromEntries(marks);
}

function dayOf(text: string, now: Date): string | undefined {
  if (isDay(text)) return text;
  const days = Number(/^\+(\d{1,4})d$/.exec(text)?.[1] ?? Number.NaN);
  return days > 0 && days <= MOST_DAYS ? new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10) : undefined;
}
