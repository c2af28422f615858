import type { Provenance } from "./provenance.ts";

/** One thing wrong with a request, found before anything was sent. */
export interface Violation extends Partial<Provenance> {
  readonly severity: "error" | "warning";
  /** The rule broken: a rule id of a cloud, or `crosstag.…` for the product's own. */
  readonly rule: string;
  readonly provider?: string;
  /** The tag key concerned. */
  readonly key?: string;
  /** Position of the tag, tag key or reference in the list given, from 0. */
  readonly position?: number;
  /** Position in the key or value, in code points from 0, and the character found there. */
  readonly character?: { readonly position: number; readonly text: string };
  /** The resource concerned, as given; absent if the violation is about the whole request. */
  readonly resource?: string;
  /** One sentence: what is wrong. Never contains a tag value. */
  readonly message: string;
  /** One sentence: how to fix it. */
  readonly fix: string;
}
