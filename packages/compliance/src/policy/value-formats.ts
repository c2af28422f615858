import type { ValueFormat } from "./policy.ts";

/** Formats with their titles in messages. No expression here backtracks. */
export const FORMATS: Readonly<
  Record<ValueFormat, { readonly title: string; readonly fits: (value: string) => boolean }>
> = {
  date: { title: "a date (2026-12-31)", fits: isDay },
  email: { title: "an e-mail address", fits: isEmail },
  account: { title: "an account number (10 to 16 digits)", fits: (value) => /^\d{10,16}$/.test(value) },
  url: { title: "a URL (https://…)", fits: isUrl },
};

/** Whether the text is a calendar date in ISO 8601: `2026-12-31`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function isEmail(text: string): boolean {
  const [local = "", domain = "", ...more] = text.split("@");
  if (more.length > 0 || local === "" || text.length > 254 || /[\s<>(),;:\\"[\]]/.test(text)) return false;
  const labels = domain.split(".");
  return labels.length > 1 && labels.every((label) => /^[\p{L}\p{N}-]+$/u.test(label) && !/^-|-$/.test(label));
}

function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && !/\s/.test(text) && URL.canParse(text);
}
