import {
  checkLookAlikes,
  checkTagList,
  checkTags,
  rulesFor,
  type ResourceKind,
  type Tag,
  type Violation,
} from "@crosstag/core";
import { pluralOf, type KmsProfile } from "@crosstag/core/driver";
import type { NamedProfile } from "../services/named-profile.ts";

/** Whether tags fit one cloud. */
export interface TagVerdict {
  /** As it was named. */
  readonly cloud: string;
  /** For people: `AWS KMS`. */
  readonly title: string;
  /** The kind of the resources. */
  readonly kind: ResourceKind;
  /** Whether the cloud would accept the tags. */
  readonly fits: boolean;
  /** What prevents it, and what else is worth knowing. */
  readonly violations: readonly Violation[];
}

/** Compares tags with the rules of clouds. Pure: sends nothing. */
export function judgeTags(
  tags: readonly Tag[],
  clouds: readonly Pick<NamedProfile, "name" | "profile">[],
  kind: ResourceKind,
): readonly TagVerdict[] {
  const everywhere = [...checkTagList(tags), ...checkLookAlikes(tags)];
  return clouds.map(({ name, profile }) => {
    const violations = [...everywhere, ...checkForKind(tags, profile, kind)];
    const fits = violations.every(({ severity }) => severity !== "error");
    return { cloud: name, title: profile.title, kind, fits, violations };
  });
}

function checkForKind(
  tags: readonly Tag[],
  { provider, title, capabilities, rules, kinds }: KmsProfile,
  kind: ResourceKind,
): readonly Violation[] {
  if ((capabilities.writeTags[kind]?.support ?? "no") !== "no") return checkTags(tags, rulesFor(rules, kind));
  return [
    {
      severity: "error",
      rule: "crosstag.unsupported",
      provider,
      message: `${title} has no ${pluralOf([{ kinds }], kind)} that can be tagged.`,
      fix: "Leave out this cloud, or name another kind.",
    },
  ];
}
