import type { Parameters } from "../parameters.ts";
import { invalidPaginationToken } from "./errors.ts";

/** One page of a list, and the token of the next page; empty after the last. */
export interface TokenPage<Item> {
  readonly items: readonly Item[];
  readonly token: string;
}

/** The part of a list that PaginationToken and MaxResults select; 50 items by default. */
export function tokenPage<Item>(parameters: Parameters, items: readonly Item[], most: number): TokenPage<Item> {
  const size = parameters.integer("MaxResults", { from: 1, to: most, fallback: 50 });
  const start = startOf(parameters.optionalText("PaginationToken") ?? "");
  const end = start + size;
  return {
    items: items.slice(start, end),
    token: end < items.length ? Buffer.from(`after ${end}`).toString("base64url") : "",
  };
}

function startOf(token: string): number {
  if (token === "") return 0;
  const [, start] = /^after (\d+)$/.exec(Buffer.from(token, "base64url").toString()) ?? [];
  if (start === undefined) throw invalidPaginationToken();
  return Number(start);
}
