import type { Capabilities, Capability } from "@crosstag/core/driver";
import { DOCUMENTS } from "./documents.ts";
import type { ResourceType } from "./resource-type.ts";

const yes: Capability = { support: "yes" };

function no(reason: string, link: string): Capability {
  return { support: "no", reason, link };
}

const namedKeysOnly = no(
  "The Tag service removes the tag keys that a call names; it has no form for all.",
  DOCUMENTS.tagModel,
);

/** What Tencent Cloud can do with the resources of a type. */
export function capabilitiesFor({ kind }: ResourceType): Capabilities {
  const ofKeys = (capability: Capability): Capability =>
    kind === "key" ? capability : no("Only keys have key material.", DOCUMENTS.ssmModel);
  const noAliases =
    kind === "key"
      ? no(
          "An alias is a description of a key, by which no operation of Tencent Cloud KMS finds it.",
          DOCUMENTS.kmsModel,
        )
      : no("Secrets have no aliases.", DOCUMENTS.ssmModel);
  return {
    writeTags: { [kind]: yes },
    removeTags: { [kind]: yes },
    removeAllTags: { [kind]: namedKeysOnly },
    readTags: { [kind]: yes },
    describeResource: { [kind]: yes },
    // An id without its creator is a short name, not an alias.
    resolveAlias: { [kind]: noAliases },
    listResources: { [kind]: yes },
    listAliases: { [kind]: noAliases },
    readAccessPolicy: {
      [kind]: no("Resources have no policies of their own; CAM decides about access.", DOCUMENTS.accessByTag),
    },
    listKeyMaterials: {
      [kind]: ofKeys(no("A key has one key material at most, without an id.", DOCUMENTS.deleteImportedKeyMaterial)),
    },
    readLastUse: { [kind]: no("Tencent Cloud does not report when a resource was last used.", DOCUMENTS.kmsModel) },
    deleteKeyMaterial: { [kind]: ofKeys(yes) },
  };
}
