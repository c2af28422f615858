import type { TextStore } from "@crosstag/clouds";

/** Keeps texts in memory. */
export function memoryStore(): TextStore & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    read: async (name) => texts.get(name),
    write: async (name, text) => void texts.set(name, text),
  };
}
