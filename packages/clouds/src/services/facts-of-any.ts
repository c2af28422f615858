import type { ReferenceFacts, ReferenceGrammar } from "@crosstag/core/driver";

/** What the full name of a resource says, of whichever service it is a name. Undefined: of none. */
export function factsOfAny(grammars: readonly ReferenceGrammar[], text: string): ReferenceFacts | undefined {
  for (const grammar of grammars) {
    const facts = grammar.factsOf(text);
    if (facts !== undefined) return facts;
  }
  return undefined;
}

/** The accounts that the full names among these say. */
export function accountsOfAny(grammars: readonly ReferenceGrammar[], references: readonly string[]): readonly string[] {
  return references.flatMap((reference) => factsOfAny(grammars, reference)?.account ?? []);
}
