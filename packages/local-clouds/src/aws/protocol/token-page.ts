import { createHash } from "node:crypto";
import { awsError } from "./aws-error.ts";
import type { Parameters } from "./parameters.ts";

/** A part of a list, and the token of the next part if there is one. */
export interface TokenPage<T> {
  readonly items: readonly T[];
  readonly rest: { readonly NextToken?: string };
}

interface PageRules {
  /** The field with the size of a page. Default `MaxResults`. */
  readonly sizeField?: string;
  /** The largest size of a page, and the size without that field. */
  readonly maximum: number;
  /** The refusal of a token that this list did not give. */
  readonly invalidToken: string;
  /** Whether an empty page with a token precedes each page. Default false. */
  readonly emptyPages?: boolean;
}

/** Reads the size of a page and `NextToken`. A token is opaque to clients and bound to what is listed, the `scope`. */
export function tokenPage<T>(
  all: readonly T[],
  parameters: Parameters,
  scope: string,
  { sizeField = "MaxResults", maximum, invalidToken, emptyPages = false }: PageRules,
): TokenPage<T> {
  const limit = parameters.optionalInteger(sizeField, 1, maximum) ?? maximum;
  const token = parameters.optionalString("NextToken", { maximum: 100_000 });
  parameters.check();
  const list = digestOf(scope);
  const [start, kind] = token === undefined ? [0, "first"] : positionOf(token, list, invalidToken);
  if (emptyPages && kind !== "items") return { items: [], rest: { NextToken: tokenOf(list, start, "items") } };
  const end = start + limit;
  const items = all.slice(start, end);
  return { items, rest: end < all.length ? { NextToken: tokenOf(list, end, "next") } : {} };
}

/** A short text for a scope: filters can be long, and a token has at most 4,096 characters. */
function digestOf(scope: string): string {
  return createHash("sha256").update(scope).digest("hex").slice(0, 16);
}

function tokenOf(list: string, position: number, kind: "items" | "next"): string {
  return Buffer.from(`${list}|${position}|${kind}`).toString("base64url");
}

function positionOf(token: string, list: string, invalidToken: string): readonly [number, string] {
  const [of, position = "", kind = ""] = Buffer.from(token, "base64url").toString().split("|");
  const start = Number(position);
  if (of !== list || !Number.isInteger(start) || start < 0) throw awsError(invalidToken, "The token is not valid.");
  return [start, kind];
}
