import { matchesGlob } from "../desired/matches-glob.ts";
import type { Provenance } from "../model/provenance.ts";

/** Tag keys that a program reads to decide what it does with a resource. */
export interface SoftwareTags extends Provenance {
  /** For people. */
  readonly software: string;
  /** Globs of tag keys. */
  readonly tagKeys: readonly string[];
  /** What happens when one is changed; the rest of a sentence that begins with the software's name. */
  readonly effect: string;
}

/** Changing one of these needs the user's consent. Data: an entry more is a line more. */
export const SOFTWARE_TAGS: readonly SoftwareTags[] = [
  {
    software: "SPIRE",
    tagKeys: ["spire-*"],
    effect: "finds its signing keys by them, and deletes keys that look abandoned",
    source: "https://github.com/spiffe/spire/blob/main/doc/plugin_server_keymanager_aws_kms.md",
    verifiedOn: "2026-11-25",
    status: "documented",
  },
  {
    software: "Cloud Custodian",
    tagKeys: ["maid_status", "custodian_*", "c7n_*", "c7n-*"],
    effect: "carries out the operation that they announce, such as deleting, on the day that they name",
    source: "https://cloudcustodian.io/docs/aws/resources/aws-common-filters.html",
    verifiedOn: "2026-11-25",
    status: "documented",
  },
  {
    software: "QKMS",
    tagKeys: ["owner_id"],
    effect: "takes the owner of a key from it",
    source: "the product's own brief; no public document says so",
    verifiedOn: "2026-11-25",
    status: "assumed",
  },
];

/** The software that acts on a tag key; undefined if none is known. */
export function softwareBehind(tagKey: string): SoftwareTags | undefined {
  return SOFTWARE_TAGS.find(({ tagKeys }) => tagKeys.some((glob) => matchesGlob(glob, tagKey)));
}
