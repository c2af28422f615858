import type { Provenance } from "./provenance.ts";

/** One thing wrong with a request, found before anything was sent. */
export interface Violation extends Partial<Provenance> {
  /** `error`: the request is refused. `warning`: it continues. */
  readonly severity: "error" | "warning";
  /** The rule broken: a rule id of a cloud, or `crosstag.…` for the product's own. */
  readonly rule: string;
  /** The provider of the cloud concerned. Absent: it holds for every cloud. */
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

/** The message of a refusal: the first problem, and how many more there are. `what`: for example "The request". */
export function refusalMessage(what: string, first: string, problems: number): string {
  const more = problems > 1 ? ` (and ${problems - 1} more)` : "";
  return `${what} was refused and nothing was sent: ${first}${more}`;
}
