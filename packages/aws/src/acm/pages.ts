import type { ListCertificatesCommandOutput, ListTagsForCertificateCommandOutput } from "@aws-sdk/client-acm";
import type { Reference, ResourcePage, TagPage } from "@crosstag/core/driver";
import { fieldsOf } from "@crosstag/core/internal";
import { isText } from "../answer-fields.ts";
import { malformed, requestIdOf } from "../check-answer.ts";
import { certificateArnIn, TITLE } from "./certificate-arn.ts";

/** The longest token (API reference of ListCertificates, verified 2026-11-29). */
const MOST_TOKEN_LENGTH = 10_000;

/**
 * The tags of a certificate, from ListTagsForCertificate. A tag can have no value, which is the empty one.
 * @throws UnexpectedAnswerError if the answer is not as documented
 */
export function toTagPage(answer: ListTagsForCertificateCommandOutput, { id }: Reference): TagPage {
  const tags: unknown = answer.Tags ?? [];
  if (!Array.isArray(tags)) throw malformed(answer, "a list of tags that is not an array", TITLE);
  const rows = tags.map((tag) => {
    const { Key: key, Value: value } = fieldsOf(tag);
    if (typeof key !== "string" || key === "" || !isText(value))
      throw malformed(answer, "a tag without a key, or with a key or value that is not text", TITLE);
    return { id, key, value: value ?? "" };
  });
  return { rows, ...requestIdOf(answer) };
}

/** A page of certificates, from ListCertificates. @throws UnexpectedAnswerError if the answer is not as documented */
export function toResourcePage(answer: ListCertificatesCommandOutput, provider: string): ResourcePage {
  const { CertificateSummaryList: list, NextToken: next } = fieldsOf(answer);
  if (!Array.isArray(list)) throw malformed(answer, "no list of certificates", TITLE);
  if (!isText(next) || (next ?? "").length > MOST_TOKEN_LENGTH)
    throw malformed(answer, "a NextToken that is not a text that can be sent", TITLE);
  const resources = list.flatMap((entry: unknown): readonly Reference[] => {
    const { CertificateArn: text } = fieldsOf(entry);
    const facts = certificateArnIn(text);
    return facts === undefined ? [] : [{ provider, kind: "certificate", alias: false, ...facts, text: String(text) }];
  });
  const unreadable = list.length - resources.length;
  return { resources, ...(unreadable > 0 && { unreadable }), ...(next && { next }), ...requestIdOf(answer) };
}
