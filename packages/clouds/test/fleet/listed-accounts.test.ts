import { openCrosstag, type CloudConfiguration } from "@crosstag/clouds";
import { expect, test } from "vitest";

const AWS = { provider: "aws", assumeRole: { name: "Audit" }, regions: ["eu-central-1"] };
const ALIBABA = { provider: "alibaba", assumeRole: { name: "audit" }, regions: ["cn-hangzhou"] };

test.each<[CloudConfiguration, string, string]>([
  [
    { ...AWS, accounts: ["111122223333", "11122223333"] },
    'Account 2 of clouds.production, "11122223333", is not the number of an account of AWS.',
    "Write its twelve digits, in quotes.",
  ],
  [
    { ...AWS, accounts: [{ id: "111122223333", role: "arn:aws:iam::222233334444:role/Audit" }] },
    'Account 1 of clouds.production, "111122223333", has a role of another account.',
    "Write the short name of the role, or its full name in this account.",
  ],
  [
    { ...AWS, accounts: [{ id: "111122223333", role: "arn:aws:iam::111122223333:user/Audit" }] },
    'Account 1 of clouds.production, "111122223333", has a role that is not the full name of a role of AWS.',
    "Write the short name of the role, or its full name in this account.",
  ],
  [
    { ...ALIBABA, accounts: ["1234567890123456", "prod-1"] },
    'Account 2 of clouds.production, "prod-1", is not the number of an account of Alibaba Cloud.',
    "Write its digits, in quotes.",
  ],
])("an account that is listed and cannot be one is refused before anything is sent", async (entry, message, hint) => {
  await expect(openCrosstag({ configuration: { clouds: { production: entry } } })).rejects.toMatchObject({
    code: "configuration",
    message,
    hint,
  });
});
