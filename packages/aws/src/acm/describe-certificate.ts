import type { DescribeCertificateCommandOutput } from "@aws-sdk/client-acm";
import type { Reference, ResourceDescription, ResourceState } from "@crosstag/core/driver";
import { fieldsOf } from "@crosstag/core/internal";
import { isText, isTime } from "../answer-fields.ts";
import { malformed, requestIdOf } from "../check-answer.ts";
import { UnexpectedAnswerError } from "../unexpected-answer-error.ts";
import { certificateArnIn, TITLE } from "./certificate-arn.ts";

const STATES: Readonly<Record<string, ResourceState>> = {
  PENDING_VALIDATION: "creating",
  ISSUED: "enabled",
  INACTIVE: "disabled",
  EXPIRED: "unavailable",
  VALIDATION_TIMED_OUT: "unavailable",
  REVOKED: "unavailable",
  FAILED: "unavailable",
};

/** @throws UnexpectedAnswerError if the answer is not as documented, or is about another certificate */
export function describeCertificate(answer: DescribeCertificateCommandOutput, asked: Reference): ResourceDescription {
  const { CertificateArn: arn, Status: status, ManagedBy: owner, CreatedAt, ImportedAt } = fieldsOf(answer.Certificate);
  const facts = certificateArnIn(arn);
  if (facts === undefined) throw malformed(answer, "no ARN of a certificate", TITLE);
  const created = CreatedAt ?? ImportedAt;
  if (!isText(status) || !isText(owner) || !isTime(created))
    throw malformed(answer, "a description of an unknown form", TITLE);
  if (facts.id !== asked.id)
    throw new UnexpectedAnswerError(
      "AWS Certificate Manager described another certificate than the one that was asked for.",
      answer.$metadata.requestId,
      "Check the endpoint and the account of the credentials, and proxies on the way to the cloud.",
      true,
    );
  return {
    reference: { provider: asked.provider, kind: "certificate", alias: false, ...facts, text: asked.text },
    kind: "certificate",
    managedBy: owner ? "cloud" : "customer",
    state: STATES[status ?? ""] ?? "other",
    stateAsGiven: status ?? "",
    ...(created && { createdAt: created.getTime() }),
    ...(owner && { owner }),
    ...requestIdOf(answer),
  };
}
