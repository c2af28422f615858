import type { ResourceKind } from "@crosstag/core";
import { kindsOf, type KmsProfile } from "@crosstag/core/driver";
import { refuseUnknownKinds } from "../../input/refuse-unknown-kinds.ts";
import type { Invocation } from "../../invocation.ts";
import { resolveProfiles } from "../../configuration/resolve-profiles.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { policyDocument, type PolicyPurpose } from "./policy-document.ts";
import { writeProfile } from "./write-profile.ts";
import { UsageError } from "../../usage-error.ts";
import { showResult } from "../../output/show-result.ts";

interface ProvidersOptions {
  readonly policy?: boolean;
  readonly allow?: readonly PolicyPurpose[];
  readonly kind?: readonly ResourceKind[];
}

/** Sends nothing and needs no credentials. */
export async function run(invocation: Invocation<ProvidersOptions>): Promise<ExitCode> {
  const { operands, globals, options, output, messages } = invocation;
  if (operands.length > 0 && globals.cloud !== undefined)
    throw new UsageError("--cloud cannot be used together with names of clouds. Omit one of them.");
  const profiles = await resolveProfiles(globals.cloud ?? operands, invocation);
  if (options.policy) {
    const [only, ...others] = profiles;
    if (only === undefined || others.length > 0)
      throw new UsageError("--policy requires exactly one provider.", "Name it: crosstag providers aws --policy");
    const kinds = options.kind ?? kindsOf(only.parts[0]);
    refuseUnknownKinds(kinds, only.parts);
    await output.foreignJson(policyDocument(only.parts, kinds, options.allow ?? ["list", "tag", "untag"]));
    messages.info("Before you use the policy, limit Resource to your resources.");
    return EXIT_CODE.done;
  }
  if (options.kind !== undefined) throw new UsageError("--kind can only be used with --policy.");
  if (options.allow !== undefined) throw new UsageError("--allow can only be used with --policy.");
  const documents = profiles.map(({ name, profile }) => ({ name, ...profileData(profile) }));
  await showResult(output, {
    table: async () => {
      for (const { name, profile } of profiles) await writeProfile(output, name, profile);
    },
    document: () => ({ providers: documents }),
    records: () => documents,
  });
  return EXIT_CODE.done;
}

function profileData({
  provider,
  title,
  references,
  capabilities,
  limits,
  rules,
  stateRules,
  keyMaterialDeletion,
  quotas,
  permissions,
  readTagsHidesUnknown,
}: KmsProfile): object {
  return {
    provider,
    title,
    references: references.forms,
    capabilities,
    limits,
    rules: rules.rules,
    ...(stateRules !== undefined && { stateRules }),
    ...(keyMaterialDeletion !== undefined && { keyMaterialDeletion }),
    quotas,
    permissions,
    readTagsHidesUnknown,
  };
}
