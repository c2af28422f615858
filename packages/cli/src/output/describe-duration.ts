const UNITS = [
  { name: "d", seconds: 86_400, next: { name: "h", seconds: 3_600 } },
  { name: "h", seconds: 3_600, next: { name: "min", seconds: 60 } },
  { name: "min", seconds: 60, next: { name: "s", seconds: 1 } },
] as const;

/** As a person would say it, in at most two units: `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`, `1 d 3 h`. */
export function describeDuration(seconds: number): string {
  for (const { name, seconds: size, next } of UNITS) {
    // Rounded first, so that it never says 60 s or 24 h.
    const parts = Math.round(seconds / next.seconds);
    const perUnit = size / next.seconds;
    if (parts < perUnit) continue;
    const rest = parts % perUnit;
    const whole = `${Math.floor(parts / perUnit)} ${name}`;
    return rest === 0 ? whole : `${whole} ${rest} ${next.name}`;
  }
  const digits = seconds < 1 ? 2 : seconds < 10 ? 1 : 0;
  return `${Number(seconds.toFixed(digits))} s`;
}
