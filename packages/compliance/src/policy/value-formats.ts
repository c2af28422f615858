import type { ValueFormat } from "./policy.ts";

/** With the words that messages use. No expression here can go back more than a step. */
export const FORMATS: Readonly<
  Record<ValueFormat, { readonly title: string; readonly fits: (value: string) => boolean }>
> = {
  date: { title: "a date (2026-12-31)", fits: isDay },
  email: { title: "an e-mail address", fits: isEmail },
  account: { title: "an account number (10 to 16 digits)", fits: (value) => /^\d{10,16}$/.test(value) },
  url: { title: "an address (https://…)", fits: isUrl },
};

/** A day of the calendar, as ISO writes it. */
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
