const numbers = new Intl.NumberFormat();
const times = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const days = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

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
