import { DescribeSecretCommand, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-secrets-manager";
import type { SecretsManagerClient, Tag } from "@aws-sdk/client-secrets-manager";
import { answerOf } from "../answer-of.ts";
import type { Probe } from "../live-cloud.ts";
import { errorCode } from "./error-code.ts";
import { tagValueQuestions } from "./tag-value-questions.ts";

const REFUSED = ["InvalidParameterException", "ValidationException"];

/** What is open about tags of AWS Secrets Manager. */
export function secretProbes(secrets: SecretsManagerClient): readonly Probe[] {
  const tag = (id: string, ...tags: Tag[]) =>
    answerOf(secrets.send(new TagResourceCommand({ SecretId: id, Tags: tags })), errorCode);
  const untag = (id: string, ...keys: string[]) =>
    answerOf(secrets.send(new UntagResourceCommand({ SecretId: id, TagKeys: keys })), errorCode);
  return [
    ...tagValueQuestions("secret", (id, tags) =>
      tag(id, ...Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))),
    ),
    {
      id: "secret-more-than-50-tags",
      question: "Which error has a TagResource that would leave a secret with 51 tags?",
      assumed: [...REFUSED, "LimitExceededException"],
      calls: 2,
      tags: "secret",
      ask: async ({ id }) => {
        await tag(id("secret"), ...Array.from({ length: 49 }, (_, index) => ({ Key: `k${index}`, Value: "" })));
        return tag(id("secret"), { Key: "another", Value: "" });
      },
    },
    {
      id: "secret-empty-tags",
      question: "Is a TagResource without tags refused?",
      assumed: REFUSED,
      calls: 1,
      ask: ({ id }) => tag(id("secret")),
    },
    {
      id: "secret-duplicate-tag-keys",
      question: "Is a TagResource with a tag key twice refused?",
      assumed: REFUSED,
      calls: 1,
      tags: "secret",
      ask: ({ id }) => tag(id("secret"), { Key: "team", Value: "a" }, { Key: "team", Value: "b" }),
    },
    {
      id: "secret-reserved-key-in-capitals",
      question: "Is a tag key that begins with AWS: refused?",
      assumed: REFUSED,
      calls: 1,
      tags: "secret",
      ask: ({ id }) => tag(id("secret"), { Key: "AWS:team", Value: "a" }),
    },
    {
      id: "secret-absent-value",
      question: "What is stored for a tag without a value?",
      assumed: ["empty"],
      calls: 2,
      tags: "secret",
      ask: async ({ id, settle }) => {
        const answer = await tag(id("secret"), { Key: "valueless" });
        if (answer !== "accepted") return answer;
        await settle();
        const { Tags = [] } = await secrets.send(new DescribeSecretCommand({ SecretId: id("secret") }));
        const stored = Tags.find(({ Key }) => Key === "valueless");
        if (stored === undefined) return "no tag";
        return stored.Value === "" ? "empty" : "absent";
      },
    },
    {
      id: "secret-untag-absent-key",
      question: "Does UntagResource accept a tag key that the secret does not have?",
      assumed: ["accepted"],
      calls: 1,
      ask: ({ id }) => untag(id("secret"), "absent"),
    },
    {
      id: "secret-tag-in-pending-deletion",
      question: "Is TagResource refused for a secret whose deletion is scheduled?",
      assumed: ["InvalidRequestException"],
      calls: 1,
      ask: ({ id }) => tag(id("doomed-secret"), { Key: "team", Value: "a" }),
    },
  ];
}
