import type { Reference } from "./reference.ts";

/** The account and region that a driver speaks to; a quota is counted over them. */
export interface DriverScope {
  readonly region: string;
  /** Absent until known: a driver made from credentials alone does not know its account. */
  readonly account?: string;
  /** AWS only. */
  readonly partition?: string;
}

export interface ReferenceProblem {
  /** What is wrong with the text, in a sentence that may be shown. */
  readonly problem: string;
  /** How to fix it. */
  readonly fix: string;
}

export type ParsedReference = { readonly reference: Reference } | ReferenceProblem;

/** How one cloud names its resources. Pure. */
export interface ReferenceGrammar {
  /** Forms that the grammar takes, for help texts and error messages. */
  readonly forms: readonly string[];
  /** True if the text can only be meant for this cloud, even if it is malformed (`arn:…`, `acs:…`). */
  claims(text: string): boolean;
  /** Parses a text and checks that the scope serves it: a foreign region reads as "not found" on the wire. */
  parse(text: string, scope: DriverScope): ParsedReference;
  /** The full name, as far as account and region are known; otherwise the shortest form that `parse` takes back. */
  format(reference: Reference, scope: DriverScope): string;
}
