import type { JsonOperation } from "../../protocol/json-service.ts";
import { tagEntries } from "../../state/valueless-tags.ts";
import { acmArn, findCertificate } from "../find-certificate.ts";
import { certificateQuotas } from "../quotas.ts";

/** All tags at once: the operation has no pages. */
export const listTagsForCertificate: JsonOperation = {
  ...certificateQuotas.listTags,
  run(call) {
    const arn = acmArn(call);
    call.parameters.check();

    return { Tags: tagEntries(findCertificate(call, arn).tags.read()) };
  },
};
