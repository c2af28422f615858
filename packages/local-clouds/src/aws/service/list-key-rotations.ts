import { awsError } from "../protocol/aws-error.ts";
import type { AwsAccount } from "../state/aws-account.ts";
import type { KeyMaterial } from "../state/key-material.ts";
import { hasMaterialIds, type KmsKey } from "../state/kms-key.ts";
import { accessDenied, findKey } from "./find-key.ts";
import { deletionStates, refuseStates } from "./key-checks.ts";
import { expiration } from "./key-metadata.ts";
import type { AwsOperation } from "./operation.ts";
import { pageOf, pageRequest } from "./pages.ts";

const included = ["ALL_KEY_MATERIAL", "ROTATIONS_ONLY"];

/** With ROTATIONS_ONLY (the default) the first material of a key and one that waits for rotation are not listed. */
export const listKeyRotations: AwsOperation = {
  requestsPerSecond: 100,
  changesKey: false,
  run(context) {
    const { account, parameters } = context;
    const keyId = parameters.keyId();
    const all = parameters.optionalString("IncludeKeyMaterial", { values: included }) === "ALL_KEY_MATERIAL";
    const request = pageRequest(parameters, { accepted: 1000, maximum: 1000, default: 100 });
    parameters.check();

    const key = findKey(context, keyId);
    // Recorded: even an administrator is denied this on a key that AWS manages. No setting changes this.
    if (key.identity.manager === "AWS") throw accessDenied(context, key.identity.arn);
    if (!hasMaterialIds(key)) {
      const { arn, keySpec } = key.identity;
      throw awsError(
        "UnsupportedOperationException",
        `${arn} key spec is ${keySpec} which is not valid for this operation.`,
      );
    }
    if (account.settings.rotationsOfPendingDeletion === "refuse") refuseStates(key, deletionStates);
    const scope = `ListKeyRotations ${key.identity.id} ${String(all)}`;
    const materials = key.status.read().materials.filter((material) => all || material.rotatedAt !== undefined);
    const page = pageOf(materials, request(scope), scope);
    return { Rotations: page.items.map((material) => rotationEntry(account, key, material)), ...page.rest };
  },
};

function rotationEntry(account: AwsAccount, key: KmsKey, material: KeyMaterial): Readonly<Record<string, unknown>> {
  const external = key.identity.origin === "EXTERNAL";
  return {
    KeyId: key.identity.id,
    ...(account.dialect.keyMaterialIds && { KeyMaterialId: material.id }),
    ...(material.description !== undefined && { KeyMaterialDescription: material.description }),
    ...(external && { ImportState: material.imported ? "IMPORTED" : "PENDING_IMPORT" }),
    KeyMaterialState: material.role,
    ...(external && material.imported && expiration(material.validTo)),
    ...(material.rotatedAt !== undefined && {
      RotationDate: material.rotatedAt / 1000,
      RotationType: "ON_DEMAND",
    }),
  };
}
