import type { NotificationBody, NotificationField } from "@crosstag/config";

const PLACEHOLDER = /\{([a-z][A-Za-z]*)\}/g;

/**
 * Fills the placeholders in the texts of a body. Values become part of texts only: they cannot add keys or close a text,
 * whatever they contain. Pure.
 */
export function fillBody(
  body: NotificationBody,
  fields: Readonly<Record<NotificationField, string>>,
): NotificationBody {
  const known = new Map<string, string>(Object.entries(fields));
  const fill = (part: NotificationBody): NotificationBody => {
    if (typeof part === "string") return part.replaceAll(PLACEHOLDER, (all, name: string) => known.get(name) ?? all);
    if (Array.isArray(part)) return part.map(fill);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, fill(value)]));
  };
  return fill(body);
}
