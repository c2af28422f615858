import { readFile } from "node:fs/promises";
import { CrosstagError } from "@crosstag/core";
import { didYouMean } from "@crosstag/core/internal";
import { expect, test } from "vitest";
import { configurationJsonSchema, parseConfiguration } from "@crosstag/config";

function problemOf(text: string): string {
  try {
    parseConfiguration(text, "crosstag.yaml");
  } catch (error) {
    if (CrosstagError.is(error) && error.code === "configuration") return error.message;
    throw error;
  }
  throw new Error("It was accepted.");
}

test("a whole configuration is taken as it stands", () => {
  const text = `
default: production
clouds:
  production:
    provider: aws
    region: eu-central-1
    account: "011122223333"
    profile: tagger
    assumeRole: { arn: "arn:aws:iam::111122223333:role/tagger", externalId: x }
    quotas: { TagResource: 5 }
  china: { provider: alibaba, endpoint: "http://127.0.0.1:4000", assumptions: { emptyValues: false } }
`;
  expect(parseConfiguration(text, "crosstag.yaml")).toEqual({
    default: "production",
    clouds: {
      production: {
        provider: "aws",
        region: "eu-central-1",
        account: "011122223333",
        profile: "tagger",
        assumeRole: { arn: "arn:aws:iam::111122223333:role/tagger", externalId: "x" },
        quotas: { TagResource: 5 },
      },
      china: { provider: "alibaba", endpoint: "http://127.0.0.1:4000", assumptions: { emptyValues: false } },
    },
  });
});

test.each([
  [
    "clouds:\n  main:\n    provider: aws\n    regoin: x\n",
    'crosstag.yaml:4:5: The key "regoin" is not known here. Did you mean region?',
  ],
  [
    "cloud: {}\nclouds: { a: { provider: aws } }",
    'crosstag.yaml:1:1: The key "cloud" is not known here. Did you mean clouds?',
  ],
  [
    "clouds: { a: { provider: aws, zzz: 1 } }",
    'crosstag.yaml:1:31: The key "zzz" is not known here. Known are: provider, dialect,',
  ],
  ["clouds: { a: { provider: aws, assumeRole: { arn: x, sesionName: y } } }", "Did you mean sessionName?"],
  ["clouds:\n  a: { region: x }\n", "crosstag.yaml:2:6: clouds.a.provider is missing."],
  [
    "clouds:\n  a: { provider: aws, account: 011122223333 }",
    "crosstag.yaml:2:32: clouds.a.account must be a text; put it in quotes.",
  ],
  ["clouds: { a: { provider: aws, endpoint: 'file:///x' } }", "must be an http or https URL."],
  ["clouds: { a: { provider: aws, quotas: { Tag: 0 } } }", "clouds.a.quotas.Tag must be more than 0."],
  ["clouds: {}", "crosstag.yaml:1:9: clouds must name at least one cloud."],
  ['clouds:\n  "": { provider: aws }', "crosstag.yaml:2:3: clouds has an entry with an empty name."],
  ["", "clouds is missing."],
  ["- 1", "The file must be a map with some of: clouds, adapters, default, notify."],
  [
    "default: prodction\nclouds: { production: { provider: aws } }",
    "crosstag.yaml:1:10: default names prodction, which is not the name of a cloud. Did you mean production?",
  ],
  [
    "default: zzz\nclouds: { a: { provider: aws } }",
    "default names zzz, which is not the name of a cloud. Clouds are: a.",
  ],
  ["clouds: { a: { provider: aws }, a: { provider: aws } }", "crosstag.yaml:1:33: This is not YAML (duplicate key)."],
  ["clouds: [", "This is not YAML"],
])("%j is refused with its place", (text, message) => {
  expect(problemOf(text)).toContain(message);
});

test("a fleet is taken as it stands", () => {
  const fleet = {
    provider: "aws",
    organization: {
      role: "arn:aws:iam::999988887777:role/org-reader",
      units: ["ou-ab12-11111111", "/Workloads/Prod"],
      exclude: ["111122224444"],
      states: ["active"],
    },
    accounts: ["011122223333", { id: "444455556666", name: "data-lake", role: "Audit", regions: ["eu-west-1"] }],
    assumeRole: { name: "CrosstagAudit", durationSeconds: 3600, region: "eu-central-1" },
    regions: ["eu-*", "us-east-1", "!eu-south-2"],
    management: "own-credentials",
  };
  const text = JSON.stringify({ clouds: { production: fleet } });
  const { accounts, ...others } = fleet;
  const at = (account: unknown) => `crosstag.yaml:1:${text.indexOf(JSON.stringify(account)) + 1}`;
  const [first, second] = accounts;
  const placed = [
    { id: first, place: at(first) },
    { ...Object(second), place: at(second) },
  ];
  expect(parseConfiguration(text, "crosstag.yaml")).toEqual({
    clouds: { production: { ...others, accounts: placed } },
  });
});

test.each([
  [
    "{ provider: aws, region: x, regions: [x] }",
    "1:31: region is only for an entry that is one cloud. Write it under regions.",
  ],
  [
    '{ provider: aws, account: "1", regions: [x] }',
    "account is only for an entry that is one cloud. Write it under accounts.",
  ],
  [
    '{ provider: aws, accounts: ["1"], assumeRole: { name: a } }',
    "regions is missing. Write regions: [all], or the regions to read.",
  ],
  [
    "{ provider: aws, organization: {}, regions: [x] }",
    "assumeRole.name is missing. Write the short name of a role that exists in every account.",
  ],
  ['{ provider: aws, accounts: ["1", "2"], regions: [x] }', "assumeRole.name is missing."],
  [
    "{ provider: aws, regions: [x], assumeRole: { arn: a } }",
    "assumeRole.arn names the role of one account. Write assumeRole.name",
  ],
  [
    "{ provider: aws, assumeRole: { name: a } }",
    "assumeRole.name is only for an entry with accounts, organization or regions.",
  ],
  ["{ provider: aws, assumeRole: {} }", "assumeRole.arn is missing."],
  [
    "{ provider: aws, endpoint: 'https://kms.{region}.example.com' }",
    "{region} in endpoint is only for an entry with accounts, organization or regions. Write the region.",
  ],
  [
    "{ provider: aws, endpoints: { eu-west-1: 'https://example.com' } }",
    "endpoints is only for an entry with accounts, organization or regions.",
  ],
  [
    "{ provider: aws, regions: [eu-west-1], endpoints: { eu-west-1: 'https://a.example', eu-west-2: 'https://b.example' } }",
    "1:98: endpoints names eu-west-2, which is not one of regions. Correct it, or add it to regions.",
  ],
  [
    '{ provider: aws, accounts: ["1"], regions: [x], assumeRole: { name: "arn:aws:iam::1:role/a" } }',
    "1:76: assumeRole.name is a full name, which is of one account.",
  ],
  [
    "{ provider: aws, regions: [x], organization: }",
    "clouds.a.organization must be {} for all accounts, or a map with some of: role, units, exclude,",
  ],
  ["", "clouds.a must be a map with some of: provider, dialect,"],
  [
    "{ provider: aws, regions: [eu-west-1], endpoint: 'https://{zone}.example.com' }",
    "{region} is the only placeholder of endpoint. Write it in lower case, with both braces.",
  ],
  ["{ provider: aws, management: skip }", "management is only for an entry with organization. Remove it."],
  [
    '{ provider: aws, accounts: ["1", "1"], regions: [x], assumeRole: { name: a } }',
    "accounts names 1 twice. Remove one of the lines.",
  ],
  ["{ provider: aws, accounts: [1], regions: [x] }", "must be an account id in quotes, or a map with id."],
  ['{ provider: aws, regions: ["!x"] }', "clouds.a.regions must not only exclude regions; add all."],
  [
    "{ provider: aws, regions: [a/b] }",
    "must be a region, a pattern with * or ?, or all; ! before it excludes regions.",
  ],
  ["{ provider: aws, regions: [] }", "clouds.a.regions must name at least one region."],
  [
    "{ provider: aws, organization: { states: [closed] }, regions: [x] }",
    "must be active, pending-closure or suspended.",
  ],
])("the fleet %s is refused with its place", (entry, message) => {
  expect(problemOf(`clouds: { a: ${entry} }`)).toContain(message);
});

test("a fleet has a name that can begin the names of its clouds, and is not the default", () => {
  expect(problemOf("clouds: { a/b: { provider: aws, regions: [x] } }")).toContain(
    "The name a/b of an entry for many clouds must not contain / * ? ! or a comma. Choose another name.",
  );
  expect(problemOf("clouds: { a: { provider: aws, regions: [x] } }\ndefault: a")).toContain(
    "2:10: default names a, which stands for many clouds, and a bare id can belong to each of them.",
  );
});

test("a list without regions is one problem", () => {
  expect(problemOf("clouds: { a: { provider: aws, regions: [] } }")).toBe(
    "crosstag.yaml:1:40: clouds.a.regions must name at least one region.",
  );
  expect(problemOf('clouds: { a: { provider: aws, accounts: [{ id: "1", regions: [] }], regions: [x] } }')).toBe(
    "crosstag.yaml:1:62: clouds.a.accounts.0.regions must name at least one region.",
  );
});

test("every problem is reported at once", () => {
  const message = problemOf("clouds:\n  a: { provider: aws, regoin: x }\n  b: { region: 3 }\n");
  expect(message).toContain("The configuration has 3 problems:");
  expect(message.match(/crosstag\.yaml:\d+:\d+/g)).toEqual([
    "crosstag.yaml:2:23",
    "crosstag.yaml:3:6",
    "crosstag.yaml:3:16",
  ]);
});

test.each(["accessKeySecret", "access_key_id", "secretAccessKey", "sessionToken", "password", "securityToken"])(
  "a credential (%s) is refused with where credentials come from, and not repeated",
  (key) => {
    const message = problemOf(`clouds: { a: { provider: aws, ${key}: canary-5a1f } }`);
    expect(message).toContain(`${JSON.stringify(key)} looks like a credential.`);
    expect(message).toContain("Each cloud's own SDK finds the credentials");
    expect(message).not.toContain("canary-5a1f");
  },
);

test("values are never repeated", () => {
  expect(problemOf("clouds: { a: { provider: aws, region: [canary-5a1f], quotas: canary-5a1f } }")).not.toContain(
    "canary-5a1f",
  );
});

test("a typing error is recognized, a different word is not", () => {
  expect(didYouMean("regoin", ["region", "profile"])).toBe("region");
  expect(didYouMean("Cloud", ["clouds", "default"])).toBe("clouds");
  expect(didYouMean("zzz", ["region", "profile"])).toBeUndefined();
});

test("the published JSON schema is the one that is used (to renew it: npm run docs:generate)", async () => {
  const published = await readFile(new URL("../crosstag.schema.json", import.meta.url), "utf8");
  expect(JSON.parse(published)).toEqual(configurationJsonSchema());
});

const NOTIFY = "clouds: { a: { provider: aws } }\nnotify:\n  team: ";

test.each([
  ["{ teams: [a] }", "crosstag.yaml:3:3: url is missing. Write url, or urlEnvironmentVariable if it is a secret."],
  ["{ url: http://example.com/token }", "3:11: url is not https, and other machines could read the message."],
  ["{ url: 'https://user:token@example.com' }", "3:11: url contains a user or a password."],
  ["{ url: https://example.com, urlEnvironmentVariable: A }", "url and urlEnvironmentVariable exclude each other."],
  ["{ url: https://example.com, secretEnvironmentVariable: whsec_to/ken }", "not its value"],
  ["{ url: https://example.com, format: slack }", "must be one of json, text, teams"],
  [
    "{ url: https://example.com, body: { a: ['{new} {neu}'] } }",
    "crosstag.yaml:3:48: {neu} is not a placeholder of body.",
  ],
  ["{ url: https://example.com, format: text, body: {} }", "format and body exclude each other."],
  ["{ url: https://example.com, severity: error }", 'The key "severity" is not known here.'],
])("the notification %s is refused with its position, without its values", (entry, problem) => {
  expect(problemOf(`${NOTIFY}${entry}\n`)).toContain(problem);
  expect(problemOf(`${NOTIFY}${entry}\n`)).not.toMatch(/token|to\/ken/);
});

test("notifications are taken as they stand", () => {
  const entry = { urlEnvironmentVariable: "HOOK", secretEnvironmentVariable: "KEY", teams: ["pay*"], format: "text" };
  expect(parseConfiguration(`${NOTIFY}${JSON.stringify(entry)}\n`, "crosstag.yaml").notify).toEqual({ team: entry });
});
