import type { JsonOperation } from "../../protocol/json-service.ts";
import { addTags, checkPolicy, requestedTags } from "../certificate-tags.ts";
import { acmArn, findCertificateToTag } from "../find-certificate.ts";
import { certificateQuotas } from "../quotas.ts";

/** Certificates accept it in every status: the operation has no error for one (SDK, verified 2026-11-29). */
export const addTagsToCertificate: JsonOperation = {
  ...certificateQuotas.addTags,
  run(call) {
    const { settings } = call.member.certificates;
    const arn = acmArn(call);
    const tags = requestedTags(call);
    call.parameters.check();

    const certificate = findCertificateToTag(call, arn);
    checkPolicy(tags, settings);
    addTags(certificate, tags, settings);
    return undefined;
  },
};
