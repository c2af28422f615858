import { awsError } from "../protocol/aws-error.ts";
import type { AwsOperation } from "./operation.ts";
import { findKey } from "./find-key.ts";

/** The only name that a policy can have. */
const name = "default";

export const getKeyPolicy: AwsOperation = {
  requestsPerSecond: 1000,
  changesKey: false,
  run(context) {
    const { parameters } = context;
    const keyId = parameters.keyId();
    const asked = parameters.optionalString("PolicyName", { minimum: 1, maximum: 128, pattern: /^\w+$/ }) ?? name;
    parameters.check();

    const key = findKey(context, keyId);
    // As emulators answer it. No recording of AWS is known.
    if (asked !== name) throw awsError("NotFoundException", "No such policy exists");
    return { Policy: key.policy.read(), PolicyName: name };
  },
};
