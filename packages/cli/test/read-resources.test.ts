import { expect, test } from "vitest";
import { parseResourceList } from "../src/input/parse-resource-list.ts";

const ARN = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const OTHER_ARN = "arn:aws:kms:eu-central-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab";
const ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
const ACS = "acs:kms:cn-hangzhou:1234567890123456:key/key-hzz1";

function referencesIn(text: string, name = "f"): readonly string[] {
  return parseResourceList(text, name).map(({ reference }) => reference);
}

test("a list is lines, JSON lines or one JSON list", () => {
  expect(referencesIn("# keys\nkey-1\r\n\n  key-2  \n")).toEqual(["key-1", "key-2"]);
  expect(referencesIn('{"reference":"key-1","tags":{}}\n{"reference":"key-2"}\n')).toEqual(["key-1", "key-2"]);
  expect(referencesIn('["key-1",{"reference":"key-2"}]')).toEqual(["key-1", "key-2"]);
  expect(referencesIn('\uFEFF["key-1"]')).toEqual(["key-1"]);
  expect(referencesIn("")).toEqual([]);
});

test.each([
  ["list", { resources: [{ status: "read", resource: "key-1", reference: ARN, tags: {} }] }, [ARN]],
  ["tag", { outcomes: [{ resource: "key-1", reference: ARN, status: "changed" }], counts: {} }, [ARN]],
  ["plan", { header: { format: "x" }, entries: [{ reference: ARN, action: "change" }] }, [ARN]],
  [
    "aws kms list-keys",
    {
      Keys: [
        { KeyId: ID, KeyArn: ARN },
        { KeyId: "x", KeyArn: OTHER_ARN },
      ],
    },
    [ARN, OTHER_ARN],
  ],
  ["aws kms list-keys --query Keys", [{ KeyId: ID, KeyArn: ARN }], [ARN]],
  ["aws kms list-keys --query 'Keys[].[KeyId,KeyArn]'", [[ID, ARN]], [ID, ARN]],
  ["aws kms describe-key", { KeyMetadata: { AWSAccountId: "1", KeyId: ID, Arn: ARN } }, [ARN]],
  ["aws kms list-aliases", { Aliases: [{ AliasName: "alias/x", AliasArn: "arn:x:alias/x" }] }, ["arn:x:alias/x"]],
  ["aws resourcegroupstaggingapi get-resources", { ResourceTagMappingList: [{ ResourceARN: ARN, Tags: [] }] }, [ARN]],
  ["aliyun kms ListKeys", { Keys: { Key: [{ KeyId: "key-hzz1", KeyArn: ACS }] }, TotalCount: 1 }, [ACS]],
  [
    "aliyun kms ListSecrets",
    { SecretList: { Secret: [{ SecretName: "db/a", SecretType: "Generic" }] } },
    ["secret/db/a"],
  ],
  ["aliyun kms DescribeKey", { KeyMetadata: { KeyId: "key-hzz1", Arn: ACS }, RequestId: "r" }, [ACS]],
  [
    "aliyun kms ListTagResources",
    {
      TagResources: {
        TagResource: [
          { ResourceId: "key-hzz1", ResourceType: "key", TagKey: "a", TagValue: "b" },
          { ResourceId: "db", ResourceType: "secret", TagKey: "a", TagValue: "b" },
        ],
      },
    },
    ["key-hzz1", "secret/db"],
  ],
  ["a list that is empty", { Keys: [] }, []],
])("what `%s` prints as JSON is a list, on one line or several", (_, document, references) => {
  for (const text of [JSON.stringify(document), JSON.stringify(document, undefined, 4)])
    expect(referencesIn(`${text}\r\n`, "-")).toEqual(references);
});

test.each([
  ["several on a line, by tabs", `${ARN}\t${OTHER_ARN}\n`, [ARN, OTHER_ARN]],
  [
    "several ids on a line",
    `${ID}\tmrk-1234abcd12ab34cd56ef1234567890ab\n`,
    [ID, "mrk-1234abcd12ab34cd56ef1234567890ab"],
  ],
  ["rows with the name of the list", `KEYS\t${ARN}\t${ID}\nKEYS\t${OTHER_ARN}\tx\n`, [ARN, OTHER_ARN]],
  ["id and ARN in a row", `${ID}\t${ARN}\n`, [ID, ARN]],
  ["by blanks, as `echo $KEYS` prints them", `${ARN} ${OTHER_ARN}`, [ARN, OTHER_ARN]],
  ["by commas", `${ARN},${OTHER_ARN}\n${ACS}`, [ARN, OTHER_ARN, ACS]],
])("text of the clouds' command lines: %s", (_, text, references) => {
  expect(referencesIn(text, "-")).toEqual(references);
});

test("Excel names the separator in a line of its own", () => {
  expect(referencesIn("sep=;\r\nname;reference\r\na,b;key-1\r\n")).toEqual(["key-1"]);
  expect(referencesIn('\uFEFF"sep=|"\nreference|name\nkey-1|x\n')).toEqual(["key-1"]);
  expect(parseResourceList("sep=,\nreference,x\nkey-1,1\n", "f")).toEqual([{ reference: "key-1", line: 3 }]);
});

test.each([
  ['key-1\n{"name":"x"}', 'Line 2 of "f" does not name a resource. It has the fields "name".'],
  ["{broken", 'Line 1 of "f" is not valid JSON.'],
  ["[1]", 'Item 1 of the file "f" does not name a resource.'],
  ['["key-1"', 'The file "f" is not valid JSON.'],
  ['{"Keys":[{"Name":"x"}]}', 'Item 1 of "Keys" of the file "f" does not name a resource. It has the fields "Name".'],
  [`${"[".repeat(5_000)}${"]".repeat(5_000)}`, "does not name a resource."],
  ["-----------\n|  ListKeys  |\n+---+---+\n", "is a table, as `aws … --output table` prints it."],
  ["KeyId | KeyArn\n----- | ------\nkey-1 | acs:x\n", "is a table, as `aliyun … --output cols=…` prints it."],
  [`Keys:\n- KeyArn: ${ARN}\n  KeyId: ${ID}\n`, "is YAML, as `aws … --output yaml` prints it."],
  ["<html><body>Sign in</body></html>", "is HTML or XML."],
  [`KIND  RESOURCE  TAGS\nkey   ${ARN}  a=b\n`, "is a table, as `crosstag list` prints it for people."],
])("what is not a list is refused by the name of what it is: %j", (text, message) => {
  expect(() => parseResourceList(text, "f")).toThrowError(message);
});

test.each([
  '[{"reference":"secret/database","region":"cn-shanghai","provider":"alibaba"}]',
  '{"reference":"secret/database","account":"2000000000000002"}\n',
  "id,region\nsecret/database,cn-shanghai\n",
  '{"SecretName":"database","region":"cn-shanghai"}',
])("a place beside a short name is not passed over: %s", (text) => {
  expect(() => referencesIn(text)).toThrow(/"secret\/database", a short name, and its \w+ "[\w-]+" would be ignored/);
});

test("a place beside a full name is in the name", () => {
  expect(referencesIn(`[{"reference":"${ACS}","region":"cn-hangzhou","provider":"alibaba"}]`)).toEqual([ACS]);
  expect(referencesIn(`arn,region\n${ARN},eu-central-1\n`)).toEqual([ARN]);
  expect(referencesIn("id,region\nkey-1,\n")).toEqual(["key-1"]);
});

test.each([
  ["jq without -r", `"${ARN}"\n"${OTHER_ARN}"\n`],
  ["lines of a JSON list", `  "${ARN}",\n  "${OTHER_ARN}"\n`],
  ["quotation marks of a shell", `'${ARN}' '${OTHER_ARN}'`],
  ["items of a list", `- ${ARN}\n- ${OTHER_ARN}\n`],
  [
    "aws --output text, with tags",
    `RESOURCETAGMAPPINGLIST\t${ARN}\nTAGS\ta\tb\nRESOURCETAGMAPPINGLIST\t${OTHER_ARN}\n`,
  ],
])("references are read from %s", (_, text) => {
  expect(referencesIn(text)).toEqual([ARN, OTHER_ARN]);
});

test.each([
  ["aws kms list-keys --max-items 1", { Keys: [{ KeyArn: ARN }], NextToken: "t" }, /one page .* it has a NextToken/],
  ["a page of ListKeys", { Keys: [{ KeyArn: ARN }], Truncated: true }, /one page .* "Truncated": true/],
  ["aliyun kms ListKeys", { Keys: { Key: [{ KeyArn: ACS }] }, TotalCount: 12 }, /it names 1 of 12 \(TotalCount\)/],
  [
    "list with a cloud missing",
    { resources: [{ reference: ARN }], unlisted: [{ cloud: "china", error: {} }] },
    /not a complete list: "china"/,
  ],
])("what is a part of a list only is refused: %s", (_, document, message) => {
  expect(() => referencesIn(JSON.stringify(document))).toThrow(message);
});

test("a part of a list is refused as text and as JSON lines, too", () => {
  expect(() => referencesIn(`KEYS\t${ARN}\t${ID}\nNEXTTOKEN\tt\n`)).toThrow(/Line 2 .* one page of a longer list/);
  const lines = [{ reference: ARN }, { cloud: "china", provider: "alibaba", error: {} }];
  expect(() => referencesIn(lines.map((line) => JSON.stringify(line)).join("\n"))).toThrow(
    /"china" could not be listed/,
  );
});
