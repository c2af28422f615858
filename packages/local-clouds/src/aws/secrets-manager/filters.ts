import type { Parameters } from "../protocol/parameters.ts";
import type { Secret, SecretState } from "./state/secret.ts";

/** One filter of ListSecrets. Its values are alternatives; several filters all apply. */
export interface SecretFilter {
  readonly key: string;
  readonly values: readonly string[];
}

type Attribute = (secret: Secret, shown: SecretState) => readonly string[];

const attributes: Readonly<Record<string, Attribute>> = {
  description: ({ identity }) => present(identity.description),
  name: ({ identity }) => [identity.name],
  "tag-key": (_secret, { tags }) => [...(tags ?? new Map<string, string>()).keys()],
  "tag-value": (_secret, { tags }) => [...(tags ?? new Map<string, string>()).values()].map((value) => value ?? ""),
  "primary-region": ({ identity }) => present(identity.primaryRegion),
  "owning-service": ({ identity }) => present(identity.owningService),
  all: (secret, shown) =>
    Object.entries(attributes).flatMap(([name, attribute]) => (name === "all" ? [] : attribute(secret, shown))),
};
const ignoreCase: ReadonlySet<string> = new Set(["description", "all"]);

/** Reads `Filters`. Broken constraints of it are refused by the parameters' `check()`. */
export function filtersOf(parameters: Parameters): SecretFilter[] {
  return parameters.optionalStructures("Filters", 10).map((filter) => ({
    key: parameters.textIn(filter, "Key", { values: Object.keys(attributes) }) ?? "",
    values: parameters.textsIn(filter, "Values", {
      most: 10,
      maximum: 512,
      pattern: /^!?[a-zA-Z0-9 :_@/+=.\-!]*$/,
    }),
  }));
}

/**
 * Whether a secret passes a filter: an attribute begins with one of the values. A value with `!` excludes. Only
 * descriptions and `all` ignore case (SDK, verified 2026-11-29).
 */
export function passes({ key, values }: SecretFilter, secret: Secret, shown: SecretState): boolean {
  const folded = ignoreCase.has(key) ? (text: string): string => text.toLowerCase() : (text: string): string => text;
  const having = (attributes[key]?.(secret, shown) ?? []).flatMap((text) => words(folded(text), key));
  const begins = (value: string): boolean => having.some((text) => text.startsWith(folded(value)));
  const wanted = values.filter((value) => !value.startsWith("!"));
  const excluded = values.filter((value) => value.startsWith("!")).map((value) => value.slice(1));
  return (wanted.length === 0 || wanted.some(begins)) && !excluded.some(begins);
}

/** `all` also finds the words of an attribute. */
function words(text: string, key: string): readonly string[] {
  return key === "all" ? [text, ...text.split(/[^a-z0-9]+/)] : [text];
}

function present(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}
