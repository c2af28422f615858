import { rulesFor, type ResourceKind, type TagRules } from "@crosstag/core";
import { adapter as alibaba } from "@crosstag/alibaba";
import { adapter as aws } from "@crosstag/aws";
import type { PortabilityCloud } from "../src/index.ts";

/** The clouds' real rules. */
export const awsRules: TagRules = rulesFor(aws.profile().rules, "key");
export const alibabaRules: TagRules = rulesFor(alibaba.profile().rules, "key");

export const ALIBABA: PortabilityCloud = {
  name: "alibaba",
  rules: alibaba.profile().rules,
  kinds: ["key", "secret", "certificate"] satisfies ResourceKind[],
};
