const numbers = new Intl.NumberFormat();
const times = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const days = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const percents = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });
const distances = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

/** A number as the reader writes it. */
export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** A time as the reader writes it. */
export function formatTime(value: string | number | Date): string {
  return times.format(new Date(value));
}

/** A day as the reader writes it. */
export function formatDay(value: string | number | Date): string {
  return days.format(new Date(value));
}

/** `1 key`, `2 keys`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** A duration in the two largest units: `3 min 20 s`. */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return "less than 1 s";
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 3600), "h"],
    [Math.floor(whole / 60) % 60, "min"],
    [whole % 60, "s"],
  ] as const;
  const first = parts.findIndex(([value]) => value > 0);
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${formatNumber(value)} ${unit}`)
    .join(" ");
}

/** The shortest time that something can take. */
export function formatShortest(seconds: number): string {
  return seconds < 1 ? "Less than 1 s" : `At least ${formatDuration(seconds)}`;
}

/** A share as the reader writes it. Never rounded up to the whole: 99.99 % are not all. */
export function formatPercent(share: number): string {
  return percents.format(Math.floor(share * 1_000) / 1_000);
}

const DAY_MS = 86_400_000;

/** How far a time is from now, in days, months or years: `in 12 days`. */
export function formatFromNow(value: string | number | Date, now: number): string {
  const away = Math.round((new Date(value).getTime() - now) / DAY_MS);
  if (Math.abs(away) < 60) return distances.format(away, "day");
  if (Math.abs(away) < 730) return distances.format(Math.round(away / 30), "month");
  return distances.format(Math.round(away / 365), "year");
}
