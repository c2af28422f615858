import { whereKnown, type PolicyNeeds, type ResourceToCheck } from "@crosstag/compliance";
import { factsOfReference, idOfShortName, type NamingCloud } from "@crosstag/core/internal";
import { isRead, type InventoryEntry } from "@crosstag/migration";

/** Resources of an exported inventory. Their states, managers and aliases are not known. */
export function* inventoryToCheck(
  entries: Iterable<InventoryEntry>,
  needs: PolicyNeeds,
  clouds: readonly NamingCloud[],
): Generator<ResourceToCheck, void, undefined> {
  for (const entry of entries) {
    const { provider, kind, reference } = entry;
    const facts = factsOfReference(clouds, reference);
    const resource = {
      id: facts?.id ?? idOfShortName(clouds, reference),
      ...(facts !== undefined && { account: facts.account, region: facts.region }),
      reference,
      provider,
      kind,
    };
    if (isRead(entry))
      yield whereKnown({ resource: { ...resource, tags: new Map(Object.entries(entry.tags)) } }, needs);
    else yield { resource, error: { code: entry.error, message: "It could not be read when the inventory was made." } };
  }
}
