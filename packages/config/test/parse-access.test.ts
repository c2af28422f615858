import { readFile } from "node:fs/promises";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { accessJsonSchema, expiredCallers, parseAccess } from "@crosstag/config/access";

const HASH = `sha256:${"a1".repeat(32)}`;
const OTHER = `sha256:${"b2".repeat(32)}`;

const FULL = `version: 1
tokens:
  - name: team-payments
    hash: ${HASH}
    operations: [read, tag-resource, metrics]
    clouds: [production, "staging/*"]
    accounts: ["111122223333"]
    tagKeys: [team, "cost-*"]
    requestsPerSecond: 0.5
    expires: "2026-12-31"
  - { name: auditor@example.com, hash: "${OTHER}", operations: ["*"] }
accessKeys:
  - name: signer
    id: CTAKEXAMPLE000000001
    secret: { environment: SIGNER_SECRET }
    operations: [write, delete-key-material]
    deletableKeyMaterial: ["acs:kms:cn-hangzhou:1234567890:key/key-1"]
  - { name: other-signer, id: CTAKEXAMPLE000000002, secret: { file: signer.secret }, operations: [read] }
`;

const token = (fields: string) =>
  `version: 1\ntokens:\n  - { name: one, hash: "${HASH}", operations: [read]${fields} }\n`;

function problemsOf(content: string): readonly string[] {
  try {
    parseAccess(content, "access.yaml");
  } catch (error) {
    return (error as Error).message.match(/access\.yaml:\d+:\d+: .*/g) ?? [(error as Error).message];
  }
  throw new Error("It was taken.");
}

test("a file with every field is read, and its JSON Schema agrees", async () => {
  const access = parseAccess(FULL, "access.yaml");
  expect(access.tokens[0]).toEqual({
    name: "team-payments",
    hash: HASH,
    operations: ["read", "tag-resource", "metrics"],
    clouds: ["production", "staging/*"],
    accounts: ["111122223333"],
    tagKeys: ["team", "cost-*"],
    requestsPerSecond: 0.5,
    expires: "2026-12-31",
  });
  expect(access.accessKeys.map(({ secret }) => secret)).toEqual([
    { environment: "SIGNER_SECRET" },
    { file: "signer.secret" },
  ]);
  const validate = new Ajv({ strict: false }).compile(accessJsonSchema());
  expect([validate(parse(FULL)), validate.errors]).toEqual([true, null]);
  const committed = await readFile(new URL("../crosstag-access.schema.json", import.meta.url), "utf8");
  expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(accessJsonSchema())));
});

test("expires is the last valid day", () => {
  const access = parseAccess(FULL, "access.yaml");
  expect(expiredCallers(access, new Date("2026-12-31T23:59:59.999Z"))).toEqual([]);
  expect(expiredCallers(access, new Date("2027-01-01T00:00:00Z"))).toEqual(["team-payments"]);
});

test.each([
  [
    "version: 1\n",
    ["access.yaml:1:1: The file must have tokens or accessKeys; without one, the service has no callers."],
  ],
  ["tokens: []\n", ["access.yaml:1:1: version is missing; write `version: 1`."]],
  [
    `version: 1\ntokens:\n  - { name: one, hash: ct_secret, operations: [red] }\n`,
    [
      "access.yaml:3:24: Token 1: hash must be the hash of the token, not the token. Every reader of this file has the token now. Make another one with `crosstag serve token`.",
      "access.yaml:3:48: Token 1: operations item 1 must be the name of an operation; did you mean read?",
    ],
  ],
  [
    `version: 1\ntokens:\n  - { name: console, hash: "sha256:A1", operations: [], expires: tomorrow, accounts: [111122223333], clouds: [] }\n`,
    [
      "access.yaml:3:13: Token 1: name must not be console, which is the name of the page's own caller.",
      "access.yaml:3:28: Token 1: hash must be sha256: and 64 hexadecimal digits, as `crosstag serve token` prints them.",
      "access.yaml:3:53: Token 1: operations must have at least one item.",
      'access.yaml:3:66: Token 1: expires must be a date in quotes: "2026-12-31".',
      'access.yaml:3:87: Token 1: accounts item 1 must be a text; put it in quotes, so that 1.10 stays "1.10".',
      "access.yaml:3:110: Token 1: clouds must have at least one item; leave it out for no condition.",
    ],
  ],
  [
    token(", operation: [read], requestsPerSecond: 0"),
    [
      'access.yaml:3:119: The key "operation" is not known here. Did you mean operations?',
      "access.yaml:3:157: Token 1: requestsPerSecond must be more than 0.",
    ],
  ],
  [
    `${FULL}  - { name: team-payments, id: CTAKEXAMPLE000000001, secret: wJalr, operations: [read] }\n`,
    [
      "access.yaml:19:62: Access key 3: secret must be { environment: NAME } or { file: PATH }; the secret itself does not belong in this file.",
    ],
  ],
  [
    `${FULL}  - { name: team-payments, id: CTAKEXAMPLE000000001, secret: { file: s }, operations: [read] }\n`,
    [
      "access.yaml:19:13: Access key 3: name must be unique; Token 1 has the same.",
      "access.yaml:19:32: Access key 3: id must be unique; Access key 1 has the same.",
    ],
  ],
  [
    `${token("")}  - { name: two, hash: "${HASH}", operations: [read] }\n`,
    ["access.yaml:4:24: Token 2: hash must be unique; Token 1 has the same."],
  ],
  [
    `version: 1\naccessKeys:\n  - { name: s, id: short, secret: { environment: A-B }, operations: [read], deletableKeyMaterial: ["acs:*"] }\n`,
    [
      "access.yaml:3:20: Access key 1: id must be 16 to 128 upper-case letters and digits.",
      "access.yaml:3:50: Access key 1: secret.environment must be the name of an environment variable.",
      "access.yaml:3:100: Access key 1: deletableKeyMaterial item 1 must be the full name of a key, without wildcards: arn:…, acs:…, qcs:….",
    ],
  ],
])("every problem is named with its place, and no value: %#", (content, problems) => {
  expect(problemsOf(content)).toEqual(problems);
});
