import { awsError } from "../../protocol/aws-error.ts";
import type { JsonCall, JsonOperation } from "../../protocol/json-service.ts";
import { tagEntries } from "../../state/valueless-tags.ts";
import { tagLengthOf } from "../../tags/general-tag-rules.ts";
import { addTags, removeTags, requestedTags } from "../certificate-tags.ts";
import { acmArn, findCertificate, findCertificateToTag, isCertificateArn, notFound } from "../find-certificate.ts";
import { certificateQuotas } from "../quotas.ts";

/**
 * TagResource, UntagResource and ListTagsForResource are for "all ACM resource types except the certificate" (SDK
 * 3.1169.0, verified 2026-11-29). Local clouds have no such resources.
 */
export const tagResource: JsonOperation = {
  ...certificateQuotas.tagResource,
  run(call) {
    const arn = acmArn(call, "ResourceArn");
    const tags = requestedTags(call);
    call.parameters.check();

    refuseCertificate(call, arn);
    addTags(findCertificateToTag(call, arn), tags, call.member.certificates.settings);
    return undefined;
  },
};

export const untagResource: JsonOperation = {
  ...certificateQuotas.untagResource,
  run(call) {
    const { parameters } = call;
    const { settings } = call.member.certificates;
    const arn = acmArn(call, "ResourceArn");
    const keys = parameters.tagKeys(
      parameters.list("TagKeys"),
      tagLengthOf(settings),
      settings.certificateTagLengths.key,
    );
    parameters.check();

    refuseCertificate(call, arn);
    const removed = keys.map((key) => ({ key, value: undefined }));
    removeTags(findCertificateToTag(call, arn), removed, settings);
    return undefined;
  },
};

export const listTagsForResource: JsonOperation = {
  ...certificateQuotas.listResourceTags,
  run(call) {
    const arn = acmArn(call, "ResourceArn");
    call.parameters.check();

    refuseCertificate(call, arn);
    return { Tags: tagEntries(findCertificate(call, arn).tags.read()) };
  },
};

function refuseCertificate(call: JsonCall, arn: string): void {
  if (!isCertificateArn(arn)) throw notFound(arn);
  if (call.member.certificates.settings.generalTaggingOfCertificates === "accept") return;
  throw awsError("ValidationException", `${call.operation} is not supported for certificates.`);
}
