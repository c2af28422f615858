import {
  check,
  findResources,
  listTags,
  makePlan,
  problem,
  tagResource,
  untagResource,
  validate,
  type OperationAnswer,
} from "@crosstag/operations";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Caller } from "../src/index.ts";
import { ServiceError } from "../src/index.ts";
import { localService, type LocalService } from "./local-service.ts";
import { anybody } from "./service-scene.ts";

let scene: LocalService;
/** Who calls; a test can be another one. */
let caller: Caller = anybody;

beforeAll(async () => {
  scene = await localService({ authenticate: () => caller });
});
afterAll(() => scene[Symbol.asyncDispose]());
beforeEach(() => {
  caller = anybody;
});

const key = (tags: Readonly<Record<string, string>> = {}) => scene.clouds.aws.keys.createKey({ tags }).arn;
const acsKey = (tags: Readonly<Record<string, string>> = {}) => scene.clouds.alibaba.keys.createKey({ tags }).arn;

const refused = async (response: Response) => {
  expect(response.headers.get("Content-Type")).toBe("application/problem+json");
  return problem.parse(await response.json());
};

type Line = OperationAnswer<typeof findResources>;

const linesOf = async (response: Response): Promise<readonly Line[]> => {
  expect(response.headers.get("Content-Type")).toBe("application/x-ndjson");
  const text = await response.text();
  return text
    .trimEnd()
    .split("\n")
    .map((line) => findResources.output.parse(JSON.parse(line)));
};

test("tags are set and removed in two clouds, with one outcome for each resource", async () => {
  const [aws, acs] = [key({ team: "search" }), acsKey()];
  const set = await scene.post("/v1/tag-resource", { resources: [aws, acs], tags: { team: "payments" } });
  expect(set.status).toBe(200);
  expect(tagResource.output.parse(await set.json())).toMatchObject({
    outcomes: [
      { resource: aws, status: "changed" },
      { resource: acs, status: "changed" },
    ],
    counts: { changed: 2 },
  });
  const read = listTags.output.parse(await (await scene.post("/v1/list-tags", { resources: [aws, acs] })).json());
  expect(read.resources).toMatchObject([{ tags: { team: "payments" } }, { tags: { team: "payments" } }]);
  const gone = await scene.post("/v1/untag-resource", { resources: [aws, acs], tagKeys: ["team"] });
  expect(untagResource.output.parse(await gone.json()).counts).toMatchObject({ changed: 2 });
});

test("a dry run writes nothing, to a cloud or to the journal", async () => {
  const aws = key();
  const before = (await scene.writes()).length;
  const dry = await scene.post("/v1/tag-resource", { resources: [aws], tags: { team: "payments" }, dryRun: true });
  expect(tagResource.output.parse(await dry.json()).outcomes).toMatchObject([
    { status: "skipped", reason: "dry-run", change: { set: ["team"], remove: [] } },
  ]);
  expect((await scene.writes()).length).toBe(before);
});

test("one resource that fails does not hide the others, and the status says that one did", async () => {
  const [there, gone] = [key(), key().replace(/[^/]+$/, "00000000-0000-4000-8000-000000000000")];
  const response = await scene.post("/v1/tag-resource", { resources: [there, gone], tags: { team: "payments" } });
  expect(response.status).toBe(207);
  expect(tagResource.output.parse(await response.json()).outcomes).toMatchObject([
    { status: "changed" },
    { status: "failed", error: { code: "not-found" } },
  ]);
  const read = await scene.post("/v1/list-tags", { resources: [gone] });
  expect(read.status).toBe(207);
  expect(listTags.output.parse(await read.json()).resources).toMatchObject([{ status: "failed" }]);
});

test("a request that breaks rules is refused with each of them, and nothing is sent", async () => {
  const { requests } = scene.clouds.aws;
  const sent = requests.count("TagResource");
  const hostile = { resources: [key(), "nonsense"], tags: { "aws:x": "1", ok: "v".repeat(300) } };
  const found = await refused(await scene.post("/v1/tag-resource", hostile));
  expect(found).toMatchObject({ status: 422, code: "invalid-request" });
  expect(new Set(found.violations?.map(({ rule }) => rule))).toEqual(
    new Set(["crosstag.reference", "aws.reserved-key-prefix", "aws.value-length"]),
  );
  expect(JSON.stringify(found)).not.toContain("vvv");
  expect(requests.count("TagResource")).toBe(sent);
});

test("one problem of a request hides no other", async () => {
  const arn = key();
  const rulesOf = async (path: string, input: object) => {
    const found = await refused(await scene.post(path, input));
    expect(found).toMatchObject({ status: 422, code: "invalid-request" });
    return found.violations?.map(({ rule }) => rule).toSorted();
  };
  const elsewhere = arn.replace(scene.clouds.aws.region, "eu-north-1");
  const tags = { "aws:x": "1" };
  expect(await rulesOf("/v1/tag-resource", { resources: [elsewhere], tags, portableTo: ["nowhere"] })).toEqual([
    "aws.reserved-key-prefix",
    "crosstag.reference",
    "crosstag.unknown-cloud",
  ]);
  expect(await rulesOf("/v1/untag-resource", { resources: [elsewhere], tagKeys: ["aws:x"] })).toEqual([
    "aws.reserved-key-prefix",
    "crosstag.reference",
  ]);
  // A name of no cloud may be meant for either: only what breaks a rule of both is certain.
  expect(await rulesOf("/v1/tag-resource", { resources: ["nonsense"], tags })).toEqual(["crosstag.reference"]);
  const long = { ["k".repeat(129)]: "1", "acs:x": "1" };
  expect(await rulesOf("/v1/tag-resource", { resources: ["nonsense"], tags: long })).toEqual([
    "aws.key-length",
    "crosstag.reference",
  ]);
  const selection = { clouds: ["nowhere", "anywhere"], kinds: ["stone"] };
  const unselectable = ["crosstag.unknown-cloud", "crosstag.unknown-cloud", "crosstag.unknown-kind"];
  expect(await rulesOf("/v1/find-resources", { ...selection, filter: ["=x"], where: ["color=red"] })).toEqual([
    "crosstag.condition",
    "crosstag.condition",
    ...unselectable,
  ]);
  expect(await rulesOf("/v1/validate", { tags, clouds: ["nowhere"], kind: "stone" })).toEqual([
    "crosstag.unknown-cloud",
    "crosstag.unknown-kind",
  ]);
  const waivers = { version: 1, waivers: [{ canary: 1 }] };
  const wrong = { ...selection, policy: { version: 1, rules: [{ id: "teams", tagz: {} }] }, waivers };
  const found = new Set(["crosstag.policy", "crosstag.waivers", ...unselectable]);
  expect(new Set(await rulesOf("/v1/check", wrong))).toEqual(found);
  expect(new Set(await rulesOf("/v1/plans", { source: { from: "policy", ...wrong } }))).toEqual(found);
  expect(await rulesOf("/v1/check", { kinds: ["stone"] })).toEqual(["crosstag.missing-field", "crosstag.unknown-kind"]);
});

test("a malformed request is refused field by field, without its values", async () => {
  const found = await refused(
    await scene.post("/v1/tag-resource", {
      resources: [7, ""],
      tags: { team: 5, other: "canary" },
      extra: "canary",
      tag: "canary",
    }),
  );
  expect(found.status).toBe(422);
  expect(found.violations?.map(({ message }) => message)).toEqual([
    "resources[0] is not a string.",
    "resources[1] is empty.",
    "tags.team is not a string.",
    "extra is not a field here.",
    "tag is not a field here.",
  ]);
  expect(found.violations?.slice(-2).map(({ fix }) => fix)).toEqual(["Leave it out.", "Did you mean tags?"]);
  // Of several forms, the one that the request chose counts.
  const inside = await refused(
    await scene.post("/v1/plans", { source: { from: "changes", changes: [{ resource: "key/1", sett: {} }], rum: "" } }),
  );
  expect(inside.violations).toMatchObject([
    { message: "source.changes[0].sett is not a field here.", fix: "Did you mean set?" },
    { message: "source.rum is not a field here.", fix: "Leave it out." },
  ]);
  expect(JSON.stringify(found)).not.toContain("canary");
  expect(await refused(await scene.post("/v1/tag-resource", {}))).toMatchObject({
    violations: [{ message: "resources is missing." }, { message: "tags is missing." }],
  });
  expect(await refused(await scene.post("/v1/delete-key-material/confirm", { confirm: "1" }))).toMatchObject({
    violations: [
      {
        message: "token is missing.",
        fix: expect.stringMatching(
          /^Give a string\. What POST \/v1\/delete-key-material\/look returns as `token`\./,
        ) as string,
      },
    ],
  });
  expect(await refused(await scene.post("/v1/runs", { plan: "mine" }))).toMatchObject({
    hint: "It must match /^sha256:[0-9a-f]{64}$/",
  });
  expect(await refused(await scene.post("/", {}))).toMatchObject({
    status: 404,
    hint: expect.stringContaining("accessKeys") as string,
  });
  expect(await refused(await scene.post("/v1/tag-resource", "{"))).toMatchObject({ status: 400 });
  expect(await refused(await scene.post("/v1/tag-resource", "[]"))).toMatchObject({
    status: 422,
    detail: expect.stringContaining("The request is not an object.") as string,
  });
  expect(await refused(await scene.post("/v1/tag-resource", "{}", { "Content-Type": "text/plain" }))).toMatchObject({
    status: 415,
  });
});

test("a tag key may be any word, __proto__ included, and is not a field of a request", async () => {
  const arn = key();
  for (const name of ["__proto__", String.raw`\u005f_proto__`]) {
    const sent = `{"resources":["${arn}"],"tags":{"a":"1","${name}":"x"}}`;
    expect((await scene.post("/v1/tag-resource", sent)).status).toBe(200);
    const read = await (await scene.post("/v1/list-tags", { resources: [arn] })).text();
    expect(read).toContain('"tags":{"__proto__":"x","a":"1"}');
    expect((await scene.post("/v1/untag-resource", { resources: [arn], tagKeys: ["__proto__"] })).status).toBe(200);
  }
  const changes = `[{"resource":"${arn}","set":{"__proto__":"y"}}]`;
  const plan = await scene.post("/v1/plans", `{"source":{"from":"changes","changes":${changes}}}`);
  expect(makePlan.output.parse(await plan.json()).summary).toMatchObject({ changes: 1, tagsAdded: 1 });
  const wrong = `{"resources":["${arn}"],"tags":{"__proto__":5},"__proto__":1}`;
  expect((await refused(await scene.post("/v1/tag-resource", wrong))).violations).toMatchObject([
    { message: "tags.__proto__ is not a string." },
    { message: "__proto__ is not a field here." },
  ]);
});

test("a body whose reading would lose or change something is refused", async () => {
  const arn = key();
  const twice = [
    `{"resources":["${arn}"],"tags":{"a":"1","b":"{\\"a\\":","\\u0061":"2"}}`,
    `{"resources":["${arn}"],"tags":{"b":"1"},"resources":[]}`,
  ];
  const fields = ["a", "resources"];
  for (const [index, body] of twice.entries())
    expect(await refused(await scene.post("/v1/tag-resource", body))).toMatchObject({
      status: 422,
      detail: `"${fields[index]}" is given twice in one object.`,
    });
  const deep = `${'{"rules":['.repeat(100_000)}"__proto__"${"]}".repeat(100_000)}`;
  expect(await refused(await scene.post("/v1/check", `{"policy":${deep}}`))).toMatchObject({
    status: 422,
    detail: "The body has more than 100 objects and lists inside each other.",
  });
  // The same field in two objects, and texts that look like structure, are not a problem.
  const fine = `{"resources":["${arn}"],"tags":{"a":"1"},"portableTo":[]}`;
  expect((await scene.post("/v1/tag-resource", fine)).status).toBe(200);
});

test("a body that is not UTF-8 is refused", async () => {
  const body = Buffer.from(`{"resources":["${key()}"],"tags":{"a":"caf\u00e9"}}`, "latin1");
  const sent = { method: "POST", headers: { "Content-Type": "application/json" }, duplex: "half" as const };
  for (const form of [body, new Blob([body]).stream()])
    expect(await refused(await fetch(`${scene.url}/v1/tag-resource`, { ...sent, body: form }))).toMatchObject({
      status: 400,
      detail: "The body is not text in UTF-8.",
    });
});

test("the journal has who changed what, before it is sent and after, and no values", async () => {
  const aws = key();
  const before = (await scene.writes()).length;
  caller = { ...anybody, name: "shop" };
  const response = await scene.post("/v1/tag-resource", { resources: [aws], tags: { team: "canary-value" } });
  const requestId = response.headers.get("X-Request-Id");
  // A refused request is not a write. An alias does not say which key is changed, the journal does.
  await scene.post("/v1/untag-resource", { resources: ["nonsense"], all: true });
  const alias = aws.replace(/key\/.*/, "alias/journal");
  scene.clouds.aws.keys.createAlias("alias/journal", aws);
  await scene.post("/v1/untag-resource", { resources: [alias], resolveAliases: true, all: true });
  const records = (await scene.writes()).slice(before);
  expect(records).toMatchObject([
    { type: "write", caller: "shop", requestId, operation: "tag-resource", resources: [aws], set: ["team"] },
    {
      type: "outcomes",
      requestId,
      outcomes: [{ reference: aws, status: "changed", requestIds: [expect.any(String)] }],
    },
    { type: "write", operation: "untag-resource", resources: [aws], named: [alias], remove: "all" },
    { type: "outcomes", outcomes: [{ reference: aws, status: "changed" }] },
  ]);
  expect(JSON.stringify(records)).not.toContain("canary-value");
});

test("a caller changes and sees only what it may", async () => {
  const [aws, acs] = [key(), acsKey()];
  const changes: unknown[] = [];
  caller = {
    ...anybody,
    allowChange: (places, tagKeys) => {
      changes.push([places, tagKeys]);
      if (places.some(({ provider }) => provider === "alibaba"))
        throw new ServiceError({ code: "access-denied", message: "No.", permission: "clouds: alibaba" });
    },
    maySee: ({ provider }) => provider === "aws",
  };
  const tags = { team: "payments" };
  expect((await scene.post("/v1/tag-resource", { resources: [aws], tags })).status).toBe(200);
  expect(await refused(await scene.post("/v1/tag-resource", { resources: [aws, acs], tags }))).toMatchObject({
    status: 403,
    permission: "clouds: alibaba",
  });
  await scene.post("/v1/untag-resource", { resources: [aws], all: true });
  expect(changes).toMatchObject([
    [[{ provider: "aws", cloudNames: ["aws"], account: scene.clouds.aws.account }], ["team"]],
    [[{ provider: "aws" }, { provider: "alibaba" }], ["team"]],
    [[{ provider: "aws" }], "all"],
  ]);
  const read = await scene.post("/v1/list-tags", { resources: [aws, acs] });
  expect(listTags.output.parse(await read.json()).resources).toMatchObject([
    { status: "read" },
    { status: "failed", error: { code: "access-denied" } },
  ]);
  // A cloud that it may not see is not asked.
  const { requests } = scene.clouds.alibaba;
  const asked = requests.count("ListKeys");
  const lines = await linesOf(await scene.post("/v1/find-resources", { kinds: ["key"] }));
  expect(requests.count("ListKeys")).toBe(asked);
  expect(lines.filter((line) => line.type === "resource" && line.resource.provider !== "aws")).toEqual([]);
  expect(lines.at(-1)).toMatchObject({ type: "end", complete: true });
});

test("resources are found by cloud, kind and condition, and the last line says that the list is whole", async () => {
  const [aws] = [key({ owner: "found-by-filter" }), acsKey({ owner: "found-by-filter" })];
  const lines = await linesOf(
    await scene.post("/v1/find-resources", {
      clouds: ["aws"],
      kinds: ["key"],
      filter: ["owner=found-*"],
      describe: true,
    }),
  );
  expect(lines).toMatchObject([
    {
      type: "resource",
      resource: {
        reference: aws,
        id: aws.slice(aws.indexOf("/") + 1),
        account: scene.clouds.aws.account,
        region: scene.clouds.aws.region,
        tags: { owner: "found-by-filter" },
        details: { state: "enabled" },
      },
    },
    { type: "end", matching: 1, failed: 0, complete: true },
  ]);
  expect(await refused(await scene.post("/v1/find-resources", { clouds: ["nowhere"] }))).toMatchObject({
    status: 422,
    hint: "Clouds: aws, alibaba.",
  });
  const wrong = await refused(await scene.post("/v1/find-resources", { where: ["color=red"], filter: ["=canary"] }));
  expect(wrong.violations?.map(({ message }) => message.split(" ")[0])).toEqual(["filter[0]", "where[0]"]);
  expect(JSON.stringify(wrong)).not.toContain("canary");
});

test("tags are compared with the rules of clouds without a call", async () => {
  const answer = await scene.post("/v1/validate", { tags: { "acs:x": "1" }, clouds: ["aws", "alibaba"] });
  const { fits, clouds } = validate.output.parse(await answer.json());
  expect([fits, ...clouds.map((one) => one.fits)]).toEqual([false, true, false]);
  expect(await refused(await scene.post("/v1/validate", { tags: {}, clouds: ["aws"], kind: "stone" }))).toMatchObject({
    status: 422,
  });
  expect(await refused(await scene.post("/v1/validate", { tags: {}, clouds: ["nowhere"] }))).toMatchObject({
    violations: [{ rule: "crosstag.unknown-cloud" }],
  });
});

test("resources are compared with the policy of the request, and the last line has the counts", async () => {
  const aws = key({ team: "shown-if-asked" });
  const policy = {
    version: 1,
    rules: [{ id: "teams", scope: { references: [aws] }, tags: { team: { oneOf: ["payments"] } } }],
  };
  const lines = async (input: object) => {
    const text = await (await scene.post("/v1/check", input)).text();
    return text
      .trimEnd()
      .split("\n")
      .map((line) => check.output.parse(JSON.parse(line)));
  };
  const request = { policy, clouds: ["aws"], kinds: ["key"] };
  const found = await lines(request);
  expect(found.find((line) => line.type === "resource" && line.reference === aws)).toMatchObject({
    result: "violating",
    findings: [{ rule: "teams", tagKey: "team" }],
  });
  expect(found.at(-1)).toMatchObject({ type: "summary", results: { violating: 1 }, incomplete: [] });
  expect(found.at(-1)).not.toHaveProperty("earlier");
  expect(JSON.stringify(found)).not.toContain("shown-if-asked");
  const again = await lines({ ...request, showValues: true });
  expect(JSON.stringify(again)).toContain("shown-if-asked");
  expect(again.at(-1)).toMatchObject({ earlier: [{ results: { violating: 1 }, findings: { error: 1 } }] });
  expect(found.every((line) => line.type === "summary" || ("provider" in line && line.provider === "aws"))).toBe(true);
  // Who asks for it learns how many were found before the first one is checked.
  const [first, ...rest] = await lines({ ...request, progress: true });
  expect(first).toMatchObject({ type: "progress", found: expect.any(Number) as unknown });
  expect(rest.filter(({ type }) => type !== "progress").map(({ type }) => type)).toEqual(found.map(({ type }) => type));
  expect(await refused(await scene.post("/v1/check", {}))).toMatchObject({ status: 422, hint: "Add `policy`." });
  const wrong = { version: 1, rules: [{ id: "teams", scope: { kinds: ["stone"] }, canary: 1 }] };
  expect(await refused(await scene.post("/v1/check", { policy: wrong }))).toMatchObject({ status: 422 });
});
