import { ENCODING_NAMES, type EncodingName } from "../mapping/encodings.ts";
import type { Mapping } from "../mapping/mapping.ts";
import type { Portability } from "./check-portability.ts";

/** One mapping for all the tags; undefined if they need none. Review it before use. */
export function suggestMapping(checked: Iterable<Portability>): Mapping | undefined {
  const forKeys = new Set<EncodingName>();
  const forValues = new Set<EncodingName>();
  for (const { tags } of checked) {
    for (const { remedy } of tags) {
      for (const name of remedy?.keys?.encode ?? []) forKeys.add(name);
      for (const name of remedy?.values?.encode ?? []) forValues.add(name);
    }
  }
  if (forKeys.size + forValues.size === 0) return undefined;
  return {
    version: 1,
    ...(forKeys.size > 0 && { keys: { encode: inOrder(forKeys) } }),
    ...(forValues.size > 0 && { values: { encode: inOrder(forValues) } }),
  };
}

/** In order of preference: each text uses the first encoding that fits. */
function inOrder(names: ReadonlySet<EncodingName>): readonly EncodingName[] {
  return ENCODING_NAMES.filter((name) => names.has(name));
}
