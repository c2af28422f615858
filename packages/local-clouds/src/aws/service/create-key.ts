import { awsError } from "../protocol/aws-error.ts";
import { keySpecs, symmetricDefault } from "../state/key-specs.ts";
import type { AwsOperation } from "./operation.ts";
import { keyMetadata } from "./key-metadata.ts";
import { checkEachTag, merge, refuseDuplicates, tagLengthOf } from "./tag-checks.ts";

const usages = ["SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"];
const origins = ["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"];

export const createKey: AwsOperation = {
  requestsPerSecond: 5,
  changesKey: false,
  run(context) {
    const { account, parameters, region } = context;
    const values = Object.keys(keySpecs);
    const keySpec =
      parameters.optionalString("KeySpec", { values }) ??
      parameters.optionalString("CustomerMasterKeySpec", { values }) ??
      symmetricDefault;
    const askedUsage = parameters.optionalString("KeyUsage", { values: usages });
    const origin = parameters.optionalString("Origin", { values: origins }) ?? "AWS_KMS";
    const description = parameters.optionalString("Description", { maximum: 8192 }) ?? "";
    const multiRegion = parameters.optionalBoolean("MultiRegion") ?? false;
    const policy = parameters.optionalString("Policy", { minimum: 1, maximum: 131_072 });
    const tags = parameters.tags(parameters.optionalList("Tags") ?? [], tagLengthOf(account.settings));
    parameters.check();

    if (origin !== "AWS_KMS" && origin !== "EXTERNAL") {
      throw awsError("UnsupportedOperationException", "Custom key stores are not supported by local clouds.");
    }
    if (policy !== undefined) requireJsonObject(policy);
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

/** Nothing more of a policy is looked at. */
function requireJsonObject(policy: string): void {
  try {
    if (/^\s*\{/.test(policy)) return void JSON.parse(policy);
  } catch {
    // The same refusal as for what is no object.
  }
  throw awsError("MalformedPolicyDocumentException", "The new key policy is not well-formed.");
}

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
    throw awsError(
      "ValidationException",
      `The operation failed because the KeyUsage value of the KMS key is ${asked}. To perform this operation, the KeyUsage value must be one of ${possible.join(", ")}.`,
    );
  }
  return asked;
}
