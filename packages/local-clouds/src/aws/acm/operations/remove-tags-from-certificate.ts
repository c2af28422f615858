import type { JsonOperation } from "../../protocol/json-service.ts";
import { removeTags, requestedTags } from "../certificate-tags.ts";
import { acmArn, findCertificateToTag } from "../find-certificate.ts";
import { certificateQuotas } from "../quotas.ts";

/** It takes tags, and not keys as the other services do. */
export const removeTagsFromCertificate: JsonOperation = {
  ...certificateQuotas.removeTags,
  run(call) {
    const arn = acmArn(call);
    const tags = requestedTags(call);
    call.parameters.check();

    removeTags(findCertificateToTag(call, arn), tags, call.member.certificates.settings);
    return undefined;
  },
};
