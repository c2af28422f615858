import { wrappingAlgorithms, wrappingKeySpecs } from "../state/import-parameters.ts";
import { findKey } from "./find-key.ts";
import { deletionStates, refuseStates, requireCustomerManaged, requireExternalOrigin } from "./key-checks.ts";
import type { AwsOperation } from "./operation.ts";

const tokenLifetimeMs = 24 * 60 * 60 * 1000;

export const getParametersForImport: AwsOperation = {
  requestsPerSecond: 1,
  changesKey: false,
  run(context) {
    const { account, parameters } = context;
    const keyId = parameters.keyId();
    const algorithm = parameters.string("WrappingAlgorithm", {
      values: Object.keys(wrappingAlgorithms),
    });
    const keySpec = parameters.string("WrappingKeySpec", { values: Object.keys(wrappingKeySpecs) });
    parameters.check();

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
