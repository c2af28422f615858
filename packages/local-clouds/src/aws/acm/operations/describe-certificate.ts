import type { JsonOperation } from "../../protocol/json-service.ts";
import { certificateDetail } from "../describe-fields.ts";
import { acmArn, findCertificate } from "../find-certificate.ts";
import { certificateQuotas } from "../quotas.ts";

export const describeCertificate: JsonOperation = {
  ...certificateQuotas.describe,
  run(call) {
    const arn = acmArn(call);
    call.parameters.check();

    return { Certificate: certificateDetail(findCertificate(call, arn)) };
  },
};
