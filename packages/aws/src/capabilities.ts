import type { Capabilities, Capability } from "@crosstag/core/driver";
import type { Dialect } from "./dialects.ts";

const REFERENCE = "https://docs.aws.amazon.com/kms/latest/APIReference";
const yes: Capability = { support: "yes" };

/** AWS KMS has keys, and no other resources with tags. */
export function capabilitiesFor(dialect: Dialect): Capabilities {
  // Quilibrium publishes pages for TagResource, UntagResource and DeleteImportedKeyMaterial (verified 2026-11-22).
  const asOnAws = (operation: string): Capability =>
    dialect.name === "aws"
      ? yes
      : {
          support: "unverified",
          assumption: `${operation} works as on AWS KMS.`,
          link: `${REFERENCE}/API_${operation}.html`,
        };
  const notOn = (title: string, reason: string): Capability => ({
    support: "no",
    reason: `${title} ${reason}`,
    link: `${REFERENCE}/Welcome.html`,
  });
  const { title } = dialect;
  return {
    writeTags: { key: yes },
    removeTags: { key: yes },
    removeAllTags: {
      key: {
        support: "no",
        reason: "UntagResource accepts tag keys only; read the tags and name them.",
        link: `${REFERENCE}/API_UntagResource.html`,
      },
    },
    readTags: { key: asOnAws("ListResourceTags") },
    describeResource: { key: asOnAws("DescribeKey") },
    resolveAlias: { key: asOnAws("DescribeKey") },
    listResources: { key: asOnAws("ListKeys") },
    listAliases: { key: asOnAws("ListAliases") },
    readAccessPolicy: { key: asOnAws("GetKeyPolicy") },
    listKeyMaterials: {
      key: dialect.materialIds ? yes : notOn(title, "documents one key material per key, without an id."),
    },
    readLastUse: { key: dialect.lastUsage ? yes : notOn(title, "does not document when a key was last used.") },
    deleteKeyMaterial: { key: yes },
  };
}
