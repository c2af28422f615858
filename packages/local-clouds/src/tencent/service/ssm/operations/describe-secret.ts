import type { RegionalContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { secretNotFound } from "../errors.ts";
import { secretMetadata } from "../secret-metadata.ts";

export const describeSecret: Operation<RegionalContext> = {
  parameters: ["SecretName"],
  quota: 40,
  carryOut: (parameters, { here }) => {
    const secret = here.secrets.findVisible(parameters.text("SecretName"));
    if (secret === undefined) throw secretNotFound();
    return { ...secretMetadata(secret), RotationStatus: false, RotationFrequency: 0 };
  },
};
