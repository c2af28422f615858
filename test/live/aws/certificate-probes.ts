import {
  AddTagsToCertificateCommand,
  ListTagsForCertificateCommand,
  RemoveTagsFromCertificateCommand,
} from "@aws-sdk/client-acm";
import type { ACMClient, Tag } from "@aws-sdk/client-acm";
import { answerOf } from "../answer-of.ts";
import type { Probe } from "../live-cloud.ts";
import { errorCode } from "./error-code.ts";

const REFUSED = ["InvalidTagException", "ValidationException", "InvalidParameterException"];

/** What is open about tags of AWS Certificate Manager. */
export function certificateProbes(acm: ACMClient): readonly Probe[] {
  const tag = (CertificateArn: string, ...Tags: Tag[]) =>
    answerOf(acm.send(new AddTagsToCertificateCommand({ CertificateArn, Tags })), errorCode);
  const untag = (CertificateArn: string, ...Tags: Tag[]) =>
    answerOf(acm.send(new RemoveTagsFromCertificateCommand({ CertificateArn, Tags })), errorCode);
  const read = async (CertificateArn: string) =>
    (await acm.send(new ListTagsForCertificateCommand({ CertificateArn }))).Tags ?? [];
  return [
    {
      id: "certificate-tag-lengths",
      question: "Can a tag have 128 characters in its key and 256 in its value? The guide says 127 and 255.",
      assumed: ["accepted"],
      calls: 1,
      tags: "certificate",
      ask: ({ id }) => tag(id("certificate"), { Key: "k".repeat(128), Value: "v".repeat(256) }),
    },
    {
      id: "certificate-tag-length-unit",
      question: "Can a value have 256 characters of two UTF-16 units each?",
      assumed: ["accepted"],
      calls: 1,
      tags: "certificate",
      ask: ({ id }) => tag(id("certificate"), { Key: "team", Value: "\u{1D49C}".repeat(256) }),
      setting: (answer) =>
        answer === "accepted"
          ? { tagLengthUnit: "code-points" }
          : REFUSED.includes(answer)
            ? { tagLengthUnit: "utf16-units" }
            : undefined,
    },
    {
      id: "certificate-reserved-value-prefix",
      question: "Is a value that begins with aws: refused?",
      assumed: REFUSED,
      calls: 1,
      tags: "certificate",
      ask: ({ id }) => tag(id("certificate"), { Key: "team", Value: "aws:a" }),
    },
    {
      id: "certificate-reserved-key-in-capitals",
      question: "Is a tag key that begins with AWS: refused?",
      assumed: REFUSED,
      calls: 1,
      tags: "certificate",
      ask: ({ id }) => tag(id("certificate"), { Key: "AWS:team", Value: "a" }),
    },
    {
      id: "certificate-duplicate-tag-keys",
      question: "Is an AddTagsToCertificate with a tag key twice refused?",
      assumed: REFUSED,
      calls: 1,
      tags: "certificate",
      ask: ({ id }) => tag(id("certificate"), { Key: "team", Value: "a" }, { Key: "team", Value: "b" }),
    },
    {
      id: "certificate-more-than-50-tags",
      question: "Which error has an AddTagsToCertificate that would leave a certificate with 51 tags?",
      assumed: ["TooManyTagsException"],
      calls: 2,
      tags: "certificate",
      ask: async ({ id }) => {
        await tag(id("certificate"), ...Array.from({ length: 49 }, (_, index) => ({ Key: `k${index}`, Value: "" })));
        return tag(id("certificate"), { Key: "another", Value: "" });
      },
    },
    {
      id: "certificate-absent-value",
      question: "What is stored for a tag without a value?",
      assumed: ["empty"],
      calls: 2,
      tags: "certificate",
      ask: async ({ id, settle }) => {
        const answer = await tag(id("certificate"), { Key: "valueless" });
        if (answer !== "accepted") return answer;
        await settle();
        const stored = (await read(id("certificate"))).find(({ Key }) => Key === "valueless");
        if (stored === undefined) return "no tag";
        return stored.Value === "" ? "empty" : "absent";
      },
    },
    {
      id: "certificate-untag-absent-key",
      question: "Does RemoveTagsFromCertificate accept a tag key that the certificate does not have?",
      assumed: ["accepted"],
      calls: 1,
      ask: ({ id }) => untag(id("certificate"), { Key: "absent" }),
    },
  ];
}
