import type { CheckableResource } from "../check/checkable-resource.ts";

/** A text derived from the facts of a resource. */
export interface DerivedText {
  /** Null: a source tag is missing. Undefined: another fact is not known. */
  readonly of: (resource: CheckableResource) => string | null | undefined;
  /** Its source tag keys. */
  readonly tagKeys: readonly string[];
}

type Part = (resource: CheckableResource) => string | null | undefined;

const FACTS: Readonly<Record<string, Part>> = {
  cloud: ({ provider }) => provider,
  account: ({ account }) => account,
  region: ({ region }) => region,
  kind: ({ kind }) => kind,
  id: ({ id }) => id,
};

/** @throws Error with the end of a sentence that says what is wrong with the text */
export function compileDerivedText(template: string): DerivedText {
  const parts: Part[] = [];
  const tagKeys: string[] = [];
  for (const piece of template.split(/(\{[^{}]*\})/)) {
    if (piece === "") continue;
    const name = /^\{([^{}]*)\}$/.exec(piece)?.[1];
    if (name === undefined) {
      if (/[{}]/.test(piece)) throw new Error("must have a closing brace for each opening one");
      parts.push(() => piece);
    } else if (name.startsWith("tag:") && name.length > "tag:".length) {
      const key = name.slice("tag:".length);
      tagKeys.push(key);
      parts.push(({ tags }) => tags.get(key) ?? null);
    } else {
      const fact = Object.hasOwn(FACTS, name) ? FACTS[name] : undefined;
      if (fact === undefined)
        throw new Error(
          `must be made from ${Object.keys(FACTS)
            .map((known) => `{${known}}`)
            .join(", ")} and {tag:KEY}`,
        );
      parts.push(fact);
    }
  }
  return { tagKeys, of: (resource) => join(parts, resource) };
}

function join(parts: readonly Part[], resource: CheckableResource): string | null | undefined {
  let text = "";
  let missing = false;
  for (const part of parts) {
    const piece = part(resource);
    if (piece === null) missing = true;
    else if (piece === undefined) return undefined;
    else text += piece;
  }
  return missing ? null : text;
}
