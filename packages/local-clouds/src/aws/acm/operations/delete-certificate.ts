import { awsError } from "../../protocol/aws-error.ts";
import type { JsonOperation } from "../../protocol/json-service.ts";
import { acmArn, findCertificate } from "../find-certificate.ts";
import { certificateQuotas } from "../quotas.ts";

/** Deletes a certificate at once. One that is used is kept. */
export const deleteCertificate: JsonOperation = {
  ...certificateQuotas.delete,
  run(call) {
    const arn = acmArn(call);
    call.parameters.check();

    const { identity } = findCertificate(call, arn);
    if (identity.inUseBy.length > 0) throw awsError("ResourceInUseException", `Certificate ${arn} is in use.`);
    call.member.certificates.regions.get(call.region)?.remove(identity.id);
    return undefined;
  },
};
