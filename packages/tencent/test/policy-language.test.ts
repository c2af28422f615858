import { policyDocuments, policyTagKeys } from "@crosstag/core/internal";
import { expect, test } from "vitest";
import { tencentKmsProfile } from "../src/index.ts";

const policy = (condition: object) => ({ version: "2.0", statement: [{ effect: "allow", condition }] });

test("the tags that a policy of CAM refers to are found in the values of its conditions", () => {
  const { policyLanguage } = tencentKmsProfile();
  const documents = policyDocuments([
    policy({ "for_any_value:string_equal": { "qcs:resource_tag": ["team&payments", "stage&a&b"] } }),
    // As GetPolicy returns it.
    { PolicyDocument: JSON.stringify(policy({ string_equal: { "qcs:tag": "unit&x" } })) },
    policy({ "for_any_value:string_equal": { "qcs:request_tag": ["no&x"] } }),
  ]);
  expect(documents).toHaveLength(3);
  expect([...policyTagKeys(documents, policyLanguage === undefined ? [] : [policyLanguage])]).toEqual([
    "team",
    "stage",
    "unit",
  ]);
});
