import type { TagRules } from "@crosstag/core";
import {
  type CallLimitsByKind,
  type CallShapesByKind,
  DRIVER_OPERATIONS,
  kindsOf,
  type KmsAdapter,
  type KmsProfile,
  type Permission,
  type Quota,
  type ReferenceGrammar,
  type StateRule,
} from "@crosstag/core/driver";
import { factsOfAny } from "./facts-of-any.ts";
import { profilesOf } from "./entry-profiles.ts";

type Profiles = readonly [KmsProfile, ...KmsProfile[]];

/**
 * The data of a cloud with all its services as one, for questions without a client: which tags fit which kind, and what is known
 * of a cloud.
 * @throws CrosstagError `configuration` for an unknown dialect
 */
export function wholeProfile(adapter: KmsAdapter, dialect?: string): KmsProfile {
  const profiles = profilesOf(adapter, dialect);
  const [kms, ...services] = profiles;
  if (services.length === 0) return kms;
  return {
    ...kms,
    kinds: [kms.kinds[0], ...profiles.flatMap(({ kinds }) => kinds).slice(1)],
    references: wholeGrammar(profiles),
    capabilities: wholeCapabilities(profiles),
    limits: wholeLimits(profiles),
    rules: wholeRules(profiles),
    stateRules: profiles.flatMap(stateRulesByKind),
    quotas: [...kms.quotas, ...services.flatMap(quotasByKind)],
    permissions: [...kms.permissions, ...services.flatMap(permissionsByKind)],
  };
}

/** The rules of several services as one: each is for the kinds of its service. @param profiles of the KMS first */
export function wholeRules(profiles: readonly [RuledProfile, ...RuledProfile[]]): TagRules {
  const [kms, ...services] = profiles;
  if (services.length === 0) return kms.rules;
  const rules = profiles.flatMap((profile) =>
    profile.rules.rules.map((rule) => ({ ...rule, kinds: rule.kinds ?? kindsOf(profile) })),
  );
  const titles = services.flatMap((service) => kindsOf(service).map((kind) => [kind, service.rules.title]));
  return { ...kms.rules, titles: Object.fromEntries(titles), rules };
}

type RuledProfile = Pick<KmsProfile, "rules" | "kinds">;

function wholeGrammar(profiles: Profiles): ReferenceGrammar {
  const grammars = profiles.map(({ references }) => references);
  return {
    forms: grammars.flatMap(({ forms }) => forms),
    factsOf: (text) => factsOfAny(grammars, text),
    claims: (text) => grammars.some((grammar) => grammar.claims(text)),
    parse: (text, scope) => {
      const parsed = grammars.map((grammar) => grammar.parse(text, scope));
      return parsed.find((one) => "reference" in one) ?? profiles[0].references.parse(text, scope);
    },
    format: (reference, scope) => {
      const own = profiles.find((profile) => kindsOf(profile).includes(reference.kind)) ?? profiles[0];
      return own.references.format(reference, scope);
    },
  };
}

function wholeCapabilities(profiles: Profiles): KmsProfile["capabilities"] {
  const whole = { ...profiles[0].capabilities };
  for (const operation of DRIVER_OPERATIONS)
    whole[operation] = Object.assign({}, ...profiles.map(({ capabilities }) => capabilities[operation]));
  return whole;
}

function wholeLimits(profiles: Profiles): KmsProfile["limits"] {
  const whole = { ...profiles[0].limits };
  for (const operation of ["writeTags", "removeTags", "readTags"] as const)
    whole[operation] = Object.assign({}, ...profiles.map(({ limits }) => limits[operation]));
  const shapesOf = (operation: "writeTags" | "removeTags"): CallShapesByKind =>
    Object.assign({}, ...profiles.map(({ limits }) => limits.shapes?.[operation]));
  const changeTags: CallLimitsByKind = Object.assign({}, ...profiles.map(({ limits }) => limits.changeTags));
  return { ...whole, changeTags, shapes: { writeTags: shapesOf("writeTags"), removeTags: shapesOf("removeTags") } };
}

function stateRulesByKind(profile: KmsProfile): readonly StateRule[] {
  return (profile.stateRules ?? []).map((rule) => ({ ...rule, kinds: rule.kinds ?? kindsOf(profile) }));
}

function quotasByKind(profile: KmsProfile): readonly Quota[] {
  const kinds = kindsOf(profile);
  return profile.quotas.map((quota) => ({
    ...quota,
    covers: quota.covers.flatMap((cover) =>
      cover.kind === undefined ? kinds.map((kind) => ({ ...cover, kind })) : [cover],
    ),
  }));
}

function permissionsByKind(profile: KmsProfile): readonly Permission[] {
  return profile.permissions.flatMap((permission) =>
    permission.kind === undefined ? kindsOf(profile).map((kind) => ({ ...permission, kind })) : [permission],
  );
}
