import { ENCODING_NAMES, type EncodingName } from "../mapping/encodings.ts";
import type { KeyMapping, Mapping, ValueMapping } from "../mapping/mapping.ts";
import type { Portability, TagPortability } from "./check-portability.ts";

/**
 * One mapping for all the tags; undefined if they need none. Encodings where they help, and a spelling for tags that no
 * encoding makes fit. Review it before use.
 */
export function suggestMapping(checked: Iterable<Portability>): Mapping | undefined {
  const parts = new MappingParts();
  for (const { tags } of checked) for (const tag of tags) parts.add(tag);
  const { keys, values } = parts;
  if (keys === undefined && values === undefined) return undefined;
  return { version: 1, ...(keys !== undefined && { keys }), ...(values !== undefined && { values }) };
}

/** What many resources need. The first spelling of a text counts: clouds with other rules need a mapping of their own. */
class MappingParts {
  readonly #keyEncodings = new Set<EncodingName>();
  readonly #valueEncodings = new Set<EncodingName>();
  readonly #keys = new Map<string, string>();
  readonly #values = new Map<string, Map<string, string>>();

  add(tag: TagPortability): void {
    const { remedy } = tag;
    if (remedy === undefined) {
      if (tag.result === "needs-mapping") this.#addSpelling(tag);
      return;
    }
    for (const name of remedy.keys?.encode ?? []) this.#keyEncodings.add(name);
    for (const name of remedy.values?.encode ?? []) this.#valueEncodings.add(name);
  }

  #addSpelling({ suggestion }: TagPortability): void {
    addMissing(this.#keys, suggestion?.mapping.keys?.rename);
    for (const [tagKey, values] of Object.entries(suggestion?.mapping.values?.map ?? {})) {
      const own = this.#values.get(tagKey) ?? new Map<string, string>();
      this.#values.set(tagKey, own);
      addMissing(own, values);
    }
  }

  get keys(): KeyMapping | undefined {
    const encode = inOrder(this.#keyEncodings);
    if (this.#keys.size + encode.length === 0) return undefined;
    return {
      ...(this.#keys.size > 0 && { rename: Object.fromEntries(this.#keys) }),
      ...(encode.length > 0 && { encode }),
    };
  }

  get values(): ValueMapping | undefined {
    const encode = inOrder(this.#valueEncodings);
    if (this.#values.size + encode.length === 0) return undefined;
    const map = Object.fromEntries([...this.#values].map(([tagKey, own]) => [tagKey, Object.fromEntries(own)]));
    return { ...(this.#values.size > 0 && { map }), ...(encode.length > 0 && { encode }) };
  }
}

function addMissing(known: Map<string, string>, more: Readonly<Record<string, string>> = {}): void {
  for (const [from, to] of Object.entries(more)) if (!known.has(from)) known.set(from, to);
}

/** In order of preference: each text uses the first encoding that fits. */
function inOrder(names: ReadonlySet<EncodingName>): readonly EncodingName[] {
  return ENCODING_NAMES.filter((name) => names.has(name));
}
