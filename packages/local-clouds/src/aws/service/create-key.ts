import { awsError } from "../protocol/aws-error.ts";
import { customerMasterKeySpecs, isOfferedIn, keySpecs, keyUsages, symmetricDefault } from "../state/key-specs.ts";
import type { AwsOperation } from "./operation.ts";
import { keyMetadata } from "./key-metadata.ts";
import { optionalPolicy, requireJsonObject } from "./policy-checks.ts";
import { tagLengthOf } from "../tags/general-tag-rules.ts";
import { checkEachTag, merge, refuseDuplicates } from "./tag-checks.ts";

const origins = ["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"];

export const createKey: AwsOperation = {
  requestsPerSecond: 5,
  changesKey: false,
  run(context) {
    const { account, parameters, region } = context;
    const keySpec =
      parameters.optionalString("KeySpec", { values: Object.keys(keySpecs) }) ??
      parameters.optionalString("CustomerMasterKeySpec", { values: customerMasterKeySpecs }) ??
      symmetricDefault;
    const askedUsage = parameters.optionalString("KeyUsage", { values: keyUsages });
    const origin = parameters.optionalString("Origin", { values: origins }) ?? "AWS_KMS";
    const description = parameters.optionalString("Description", { maximum: 8192 }) ?? "";
    const multiRegion = parameters.optionalBoolean("MultiRegion") ?? false;
    const policy = optionalPolicy(parameters);
    const tags = parameters.tags(parameters.optionalList("Tags") ?? [], tagLengthOf(account.settings));
    parameters.check();

    if (origin !== "AWS_KMS" && origin !== "EXTERNAL") {
      throw awsError("UnsupportedOperationException", "Custom key stores are not supported by local clouds.");
    }
    if (!isOfferedIn(region.name, keySpec)) {
      throw awsError("UnsupportedOperationException", `KeySpec ${keySpec} is not supported in ${region.name}.`);
    }
    requireJsonObject(policy);
    checkEachTag(tags, account.settings);
    refuseDuplicates(tags);
    const key = account.createKey({
      region,
      origin,
      keySpec,
      keyUsage: usageOf(keySpec, askedUsage),
      description,
      primaryRegion: multiRegion ? region.name : undefined,
      manager: "CUSTOMER",
      policy,
      tags: merge(new Map(), tags, account.settings, "TagException"),
    });
    return { KeyMetadata: keyMetadata(account, key) };
  },
};

function usageOf(keySpec: string, asked: string | undefined): string {
  const possible = Object.keys(keySpecs[keySpec]?.usages ?? {});
  if (asked === undefined && keySpec === symmetricDefault) return "ENCRYPT_DECRYPT";
  if (asked === undefined) {
    throw awsError(
      "ValidationException",
      "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.",
    );
  }
  if (!possible.includes(asked)) {
    throw awsError("ValidationException", `KeyUsage ${asked} is not compatible with KeySpec ${keySpec}`);
  }
  return asked;
}
