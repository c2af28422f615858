import { expect, test } from "vitest";
import { describeRule } from "../../src/policy/describe-rule.ts";
import type { PolicyRule } from "../../src/index.ts";

test.each<[Partial<PolicyRule>, string]>([
  [{ required: ["team", "owner"] }, 'Required: "team", "owner".'],
  [
    { tags: { env: { required: true, oneOf: ["prod"], like: ["test-*"] } } },
    'The tag "env" is required and is one of prod, test-*.',
  ],
  [
    { required: ["env"], tags: { env: { case: "lower", minLength: 2, maxLength: 8 } } },
    'The tag "env" is required, is in lower case, has at least 2 characters and has at most 8 characters.',
  ],
  [
    { tags: { id: { matches: "[0-9]+", format: "account", equals: "{account}" } } },
    'The tag "id" matches /[0-9]+/, has the format account and is {account}.',
  ],
  [{ tags: { env: { spelling: { prod: ["production"] } } } }, 'The tag "env" is spelled prod.'],
  [{ forbidden: ["temp-*"], forbiddenPatterns: ["x+"] }, "Forbidden: temp-*, /x+/."],
  [{ spelling: { team: ["Team"], owner: [] } }, "Spelled exactly: team, owner."],
  [{ maximumTags: 12 }, "At most 12 tags."],
  [
    {
      required: ["a"],
      scope: [{ kinds: ["secret"], clouds: ["aws", "alibaba"] }, { tags: { env: "prod" } }],
      when: { team: true, stage: ["prod", "test"], old: false },
      except: { accounts: ["111122223333"] },
    },
    'Required: "a". Only kinds: secret; clouds: aws, alibaba; or tags: "env" is prod. If "team" is present, "stage" is prod or test and "old" is absent. Except accounts: 111122223333.',
  ],
  [{ required: ["a"], scope: {} }, 'Required: "a". Only all resources.'],
])("%j", (rule, text) => {
  expect(describeRule({ id: "r", ...rule })).toBe(text);
});
