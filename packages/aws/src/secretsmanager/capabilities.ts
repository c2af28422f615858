import type { Capabilities, Capability } from "@crosstag/core/driver";

const REFERENCE = "https://docs.aws.amazon.com/secretsmanager/latest/apireference";
const yes: Capability = { support: "yes" };

function no(reason: string, page: string): Capability {
  return { support: "no", reason, link: `${REFERENCE}/${page}.html` };
}

const NO_MATERIAL = no("Secrets have no key material. That of keys is in AWS KMS.", "Welcome");

/** What AWS Secrets Manager can do with secrets. */
export const CAPABILITIES: Capabilities = {
  writeTags: { secret: yes },
  removeTags: { secret: yes },
  removeAllTags: {
    secret: no("UntagResource accepts tag keys only; read the tags and name them.", "API_UntagResource"),
  },
  readTags: { secret: yes },
  describeResource: { secret: yes },
  resolveAlias: { secret: yes },
  listResources: { secret: yes },
  listAliases: { secret: yes },
  readAccessPolicy: { secret: yes },
  listKeyMaterials: { secret: NO_MATERIAL },
  readLastUse: {
    secret: no("DescribeSecret reports the day of the last use, but no time and no operation.", "API_DescribeSecret"),
  },
  deleteKeyMaterial: { secret: NO_MATERIAL },
};
