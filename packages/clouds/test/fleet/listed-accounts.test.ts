import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCrosstag, type CloudConfiguration } from "@crosstag/clouds";
import { parseConfiguration } from "@crosstag/config";
import { expect, test } from "vitest";

const AWS = { provider: "aws", assumeRole: { name: "Audit" }, regions: ["eu-central-1"] };
const ALIBABA = { provider: "alibaba", assumeRole: { name: "audit" }, regions: ["cn-hangzhou"] };
const TWELVE_DIGITS = "Write its twelve digits, in quotes.";
const UP_TO_16_DIGITS = "Write its digits, at most 16, in quotes. The id of a RAM user or role is longer.";
const ROLE = "Write the short name of the role, or its full name in this account.";

test.each<[CloudConfiguration, string, string]>([
  [
    { ...AWS, accounts: ["111122223333", "11122223333"] },
    'clouds.production, account 2: "11122223333" is not the number of an account of AWS.',
    TWELVE_DIGITS,
  ],
  [
    {
      ...AWS,
      accounts: [
        { id: "111122223333", role: "arn:aws:iam::222233334444:role/Audit" },
        { id: "222233334444", role: "arn:aws:iam::222233334444:user/Audit" },
        "1",
      ],
    },
    `clouds.production has 3 accounts that are wrong:
  clouds.production, account 1: "111122223333" has a role of another account.
  clouds.production, account 2: "222233334444" has a role that is not the full name of a role of AWS.
  clouds.production, account 3: "1" is not the number of an account of AWS.`,
    `${ROLE} ${TWELVE_DIGITS}`,
  ],
  [
    { ...ALIBABA, accounts: ["1234567890123456", "prod-1"] },
    'clouds.production, account 2: "prod-1" is not the number of an account of Alibaba Cloud.',
    UP_TO_16_DIGITS,
  ],
  [
    { ...ALIBABA, accounts: ["201234567890123456"] },
    'clouds.production, account 1: "201234567890123456" is not the number of an account of Alibaba Cloud.',
    UP_TO_16_DIGITS,
  ],
])("an account that is listed and cannot be one is refused before anything is sent", async (entry, message, hint) => {
  await expect(openCrosstag({ configuration: { clouds: { production: entry } } })).rejects.toMatchObject({
    code: "configuration",
    message,
    hint,
  });
});

test("its place is the line and column of the configuration, or of the file with the accounts", async () => {
  const folder = await mkdtemp(join(tmpdir(), "crosstag-accounts-"));
  const file = join(folder, "accounts.yml");
  await writeFile(file, 'accounts:\n- account_id: "111122223333"\n- name: shop\n  account_id: "1"\n');
  const configuration = parseConfiguration(
    `clouds:
  listed:
    provider: aws
    assumeRole: { name: Audit }
    regions: [eu-central-1]
    accounts:
      - "111122223333"
      - "12345"
      - { id: "9999", name: shop }
  filed: { provider: aws, assumeRole: { name: Audit }, regions: [eu-central-1], accounts: ${JSON.stringify(file)} }
`,
    "crosstag.yaml",
  );
  const messageOf = async (name: "listed" | "filed") =>
    openCrosstag({ configuration: { clouds: { [name]: configuration.clouds[name] ?? AWS } } }).then(
      () => "none",
      (error: unknown) => (error instanceof Error ? error.message : "none"),
    );
  try {
    expect(await messageOf("listed")).toBe(`clouds.listed has 2 accounts that are wrong:
  crosstag.yaml:8:9: "12345" is not the number of an account of AWS.
  crosstag.yaml:9:9: "9999" is not the number of an account of AWS.`);
    expect(await messageOf("filed")).toBe(`${file}:3:3: "1" is not the number of an account of AWS.`);
  } finally {
    await rm(folder, { recursive: true });
  }
});
