import { awsError } from "../protocol/aws-error.ts";
import { wrappingAlgorithms, wrappingKeySpecs } from "../state/import-parameters.ts";
import { findKey } from "./find-key.ts";
import { deletionStates, refuseStates, requireCustomerManaged, requireExternalOrigin } from "./key-checks.ts";
import type { AwsOperation } from "./operation.ts";

/** Those of the model (SDK 3.1162.0, verified 2026-11-29). SM2 is for regions in China, RSAES_PKCS1_V1_5 was retired in 2023. */
const algorithms = [...Object.keys(wrappingAlgorithms), "RSAES_PKCS1_V1_5", "SM2PKE"];
const keySpecs = [...Object.keys(wrappingKeySpecs), "SM2"];
const tokenLifetimeMs = 24 * 60 * 60 * 1000;

export const getParametersForImport: AwsOperation = {
  requestsPerSecond: 1,
  changesKey: false,
  run(context) {
    const { account, parameters } = context;
    const keyId = parameters.keyId();
    const algorithm = parameters.string("WrappingAlgorithm", { values: algorithms });
    const keySpec = parameters.string("WrappingKeySpec", { values: keySpecs });
    parameters.check();

    if (wrappingAlgorithms[algorithm] === undefined || wrappingKeySpecs[keySpec] === undefined) {
      throw awsError("UnsupportedOperationException", `${algorithm} with ${keySpec} is not supported.`);
    }
    const key = findKey(context, keyId);
    requireCustomerManaged(context, key);
    requireExternalOrigin(key);
    refuseStates(key, deletionStates);

    const validTo = account.clock.now() + tokenLifetimeMs;
    const token = account.importParameters.seal({
      keyArn: key.identity.arn,
      algorithm,
      keySpec,
      validTo,
    });
    return {
      KeyId: key.identity.arn,
      ImportToken: token.toString("base64"),
      PublicKey: account.importParameters.publicKey(keySpec).toString("base64"),
      ParametersValidTo: validTo / 1000,
    };
  },
};
