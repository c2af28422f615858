import type { ResourceKind } from "@crosstag/core";
import type { Policy, PolicyRule, PolicyScope, TagCheck } from "../policy/policy.ts";
import { effectiveTagPolicy, type EffectiveTag, type PolicyLevel } from "./effective-tag-policy.ts";
import { isList } from "@crosstag/core/internal";

/** The clouds whose tag policies can be imported. */
export type TagPolicyCloud = "aws" | "alibaba";

/** Options of `importTagPolicy`. */
export interface ImportOptions {
  /** The accounts that the policy applies to. Default: every account of the cloud. */
  readonly accounts?: readonly string[];
}

/** A policy that was made from tag policies of a cloud. */
export interface ImportedPolicy {
  /** The policy. */
  readonly policy: Policy;
  /** Sentences about parts that were not imported, or not exactly. */
  readonly notImported: readonly string[];
}

const KNOWN: Readonly<Record<TagPolicyCloud, readonly string[]>> = {
  aws: ["tag_key", "tag_value", "enforced_for", "report_required_tag_for"],
  alibaba: ["tag_key", "tag_value", "enforced_for", "resource_type_scope", "region_scope"],
};

/**
 * Makes a policy from the tag policies of an organization, from its root to an account.
 * On both clouds, the case of the key and the values are checked if a resource has the tag. Alibaba also requires the tag.
 */
export function importTagPolicy(
  cloud: TagPolicyCloud,
  levels: readonly PolicyLevel[],
  { accounts }: ImportOptions = {},
): ImportedPolicy {
  const notImported: string[] = [];
  for (const document of levels.flat()) {
    for (const part of Object.keys(document))
      if (part !== "tags" && !part.startsWith("@@"))
        notImported.push(`The part ${JSON.stringify(part)} is not about tag values, and was skipped.`);
  }
  const place: PolicyScope = { clouds: [cloud], ...(accounts !== undefined && { accounts }) };
  const rules = withOwnIds(effectiveTagPolicy(levels).flatMap((tag) => ruleOf(cloud, place, tag, notImported)));
  return { policy: { version: 1, name: `tag policy of ${cloud}`, rules }, notImported };
}

function ruleOf(
  cloud: TagPolicyCloud,
  place: PolicyScope,
  { policyKey, settings }: EffectiveTag,
  notImported: string[],
): readonly PolicyRule[] {
  const name = JSON.stringify(policyKey);
  noteUnknownSettings(cloud, name, settings, notImported);
  const key = textSetting(settings["tag_key"]) ?? policyKey;
  if (key.toLowerCase() !== policyKey)
    notImported.push(`Tag ${name}: its tag_key ${JSON.stringify(key)} differs from its name; tag_key was used.`);
  const types = listSetting(settings["resource_type_scope"]);
  const kinds = cloud === "alibaba" && types !== undefined ? kindsOf(types) : KMS_KINDS;
  if (kinds.length === 0) {
    notImported.push(`Tag ${name}: it does not apply to keys, secrets or certificates of KMS, and was skipped.`);
    return [];
  }
  const isEnforced = noteEnforcement(name, listSetting(settings["enforced_for"]) ?? [], notImported);
  const reported = listSetting(settings["report_required_tag_for"]) ?? [];
  const required = cloud === "alibaba" || reported.some(isKms);
  const check = valuesCheck(listSetting(settings["tag_value"]), cloud, name, notImported);
  return [
    {
      id: idOf(policyKey),
      severity: isEnforced || cloud === "alibaba" ? "error" : "warning",
      text: `The tag ${key} of the ${cloud} tag policy.`,
      scope: scopeOf(place, listSetting(settings["region_scope"]), kinds),
      spelling: { [key]: [] },
      ...(required && { required: [key] }),
      ...(check !== undefined && { tags: { [key]: check } }),
    },
  ];
}

function noteUnknownSettings(
  cloud: TagPolicyCloud,
  name: string,
  settings: EffectiveTag["settings"],
  notImported: string[],
): void {
  for (const setting of Object.keys(settings)) {
    if (!KNOWN[cloud].includes(setting))
      notImported.push(
        `Tag ${name}: the setting ${JSON.stringify(setting)} is not supported${setting === "rg_scope" ? "; the imported rule applies to every resource group" : ""}.`,
      );
  }
}

/** Whether the cloud itself enforces the values for resources of KMS. */
function noteEnforcement(name: string, enforced: readonly string[], notImported: string[]): boolean {
  const isEnforced = enforced.some(isKms);
  if (enforced.length > 0)
    notImported.push(
      isEnforced
        ? `Tag ${name}: the cloud refuses other values when KMS resources are tagged; crosstag check reports them as errors.`
        : `Tag ${name}: it is not enforced for KMS resources; crosstag check reports it as a warning.`,
    );
  return isEnforced;
}

function scopeOf(
  place: PolicyScope,
  regions: readonly string[] | undefined,
  kinds: readonly ResourceKind[],
): PolicyScope {
  return {
    ...place,
    ...(regions !== undefined && { regions }),
    ...(kinds.length < KMS_KINDS.length && { kinds }),
  };
}

/** The types of KMS in tag policies, without `kms:`. */
const KMS_KINDS: readonly ResourceKind[] = ["key", "secret", "certificate"];

/** Kinds for types such as `kms:secret`; `kms:*` means all. */
function kindsOf(types: readonly string[]): readonly ResourceKind[] {
  const names = new Set(types.filter(isKms).map((type) => type.slice("kms:".length).toLowerCase()));
  return KMS_KINDS.filter((kind) => names.has(kind) || names.has("*"));
}

/** Without a list every value is allowed; an empty list allows none, which on AWS means at most an empty value. */
function valuesCheck(
  values: readonly string[] | undefined,
  cloud: TagPolicyCloud,
  name: string,
  notImported: string[],
): TagCheck | undefined {
  if (values === undefined || values.includes("*")) return undefined;
  if (values.length === 0) {
    notImported.push(
      `Tag ${name}: its list of values is empty, so no value is allowed; the imported rule allows only the empty value.`,
    );
    return { oneOf: [""] };
  }
  const [wild, plain] = [values.filter(isWild), values.filter((value) => !isWild(value))];
  if (cloud === "aws" && wild.some((value) => value.split("*").length > 2))
    notImported.push(`Tag ${name}: AWS allows one * in a value; the imported rule treats each * as a wildcard.`);
  // A ? is a wildcard in globs, and a plain character in a tag policy, which no cloud accepts in the value of a KMS tag.
  const globs = wild.filter((value) => !value.includes("?"));
  for (const value of wild.filter((one) => !globs.includes(one)))
    notImported.push(
      `Tag ${name}: the value ${JSON.stringify(value)} was skipped: values of KMS tags cannot contain a ?.`,
    );
  if (plain.length + globs.length === 0) {
    notImported.push(`Tag ${name}: no other value is allowed; the imported rule allows only the empty value.`);
    return { oneOf: [""] };
  }
  return { ...(plain.length > 0 && { oneOf: plain }), ...(globs.length > 0 && { like: globs }) };
}

function isWild(value: string): boolean {
  return value.includes("*");
}

function isKms(type: string): boolean {
  return /^kms:/i.test(type);
}

function idOf(policyKey: string): string {
  return `tag-policy-${policyKey.replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "") || "key"}`;
}

/** Names that differ only in signs would come to the same id. */
function withOwnIds(rules: readonly PolicyRule[]): readonly PolicyRule[] {
  const taken = new Set<string>();
  return rules.map((rule) => {
    let id = rule.id;
    for (let number = 2; taken.has(id); number += 1) id = `${rule.id}-${number}`;
    taken.add(id);
    return { ...rule, id };
  });
}

function textSetting(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function listSetting(value: unknown): readonly string[] | undefined {
  if (isList(value)) return value.map(String);
  return typeof value === "string" ? [value] : undefined;
}
