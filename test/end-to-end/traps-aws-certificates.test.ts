import { expect, test } from "vitest";
import { openAwsServices } from "./aws-services.ts";
import { firstCode, readOne } from "./two-clouds.ts";

/*
 * What a naive adapter for AWS Certificate Manager gets wrong, over the real SDK and the local cloud. Numbers are those of
 * the list of traps in the project's notes on secrets and certificates.
 */

const team = { team: "payments" };

test("traps 1, 3, 13: tags are removed by key alone, overwritten in place, and can lack a value", async () => {
  await using scene = await openAwsServices({ settings: { certificateAbsentTagValue: "absent" } });
  const { certificates, requests } = scene.cloud;
  const { arn } = certificates.createCertificate({ tags: { team: "billing", env: "prod" } });
  // A value that another program has changed in the meantime does not keep the tag.
  await scene.crosstag.tagResource({ resources: [arn], tags: team });
  expect([certificates.tagsOf(arn), requests.count("RemoveTagsFromCertificate")]).toEqual([
    { ...team, env: "prod" },
    0,
  ]);
  const { outcomes } = await scene.crosstag.untagResource({ resources: [arn], tagKeys: ["team", "env"] });
  expect([outcomes[0]?.status, certificates.tagsOf(arn)]).toEqual(["changed", {}]);
  const read = await readOne(scene.crosstag.listTags({ resources: [arn] }));
  expect(read.status === "read" && { ...read.tags }).toEqual({});
});

test("trap 4: certificates of every key type and origin are listed, over empty pages", async () => {
  await using scene = await openAwsServices({ settings: { certificateEmptyPages: true } });
  const { certificates } = scene.cloud;
  const made = [
    ...(["RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"] as const).map(
      (keyAlgorithm) => certificates.createCertificate({ keyAlgorithm }),
    ),
    certificates.createCertificate({ keyPairOrigin: "ACME" }),
    certificates.createCertificate({ type: "IMPORTED" }),
    certificates.createCertificate({ status: "EXPIRED", managedBy: "CLOUDFRONT" }),
  ];
  const found = [];
  for await (const entry of scene.crosstag.findResources({ kinds: ["certificate"], describe: true }))
    found.push(entry.reference);
  expect(found.toSorted()).toEqual(made.map(({ arn }) => arn).toSorted());
});

test("traps 5, 6: the operations of certificates are used, one certificate a call", async () => {
  await using scene = await openAwsServices();
  const { certificates, requests } = scene.cloud;
  const resources = certificates.addMany(3).map(({ arn }) => arn);
  const { outcomes } = await scene.crosstag.tagResource({ resources, tags: team, readFirst: false });
  expect(outcomes.map(({ status }) => status)).toEqual(["changed", "changed", "changed"]);
  expect([
    requests.count("acm:AddTagsToCertificate"),
    requests.count("acm:TagResource"),
    requests.count("acm:ListTagsForResource"),
  ]).toEqual([3, 0, 0]);
});

test("traps 18, 24, 26: names that are not of a certificate of ACM here are refused before a call", async () => {
  await using scene = await openAwsServices();
  const { certificates, requests } = scene.cloud;
  const { arn } = certificates.createCertificate();
  requests.clear();
  for (const [name, problem] of [
    [arn.replace(":us-east-1:", ":eu-west-1:"), /region/],
    [arn.replace(":acm:", ":acm-pca:"), /AWS Private CA/],
    ["arn:aws:iam::111122223333:server-certificate/site", /server certificate of IAM/],
    ["arn:aws:acm:us-east-1:111122223333:certificate/", /certificate/],
  ] as const)
    await expect(scene.crosstag.tagResource({ resources: [name], tags: team })).rejects.toThrow(problem);
  expect(requests.count()).toBe(0);
  certificates.removeCertificate(arn);
  const { outcomes } = await scene.crosstag.tagResource({ resources: [arn], tags: team, readFirst: false });
  expect(firstCode(outcomes)).toBe("not-found");
});

test("traps 20, 21: values that begin with aws: and wildcards are refused, and 128 characters are sent whole", async () => {
  await using scene = await openAwsServices();
  const { certificates, requests } = scene.cloud;
  const { arn } = certificates.createCertificate();
  for (const tags of [{ owner: "aws:payments" }, { Name: "*.example.com" }, { "AWS:key": "value" }])
    await expect(scene.crosstag.tagResource({ resources: [arn], tags })).rejects.toMatchObject({
      code: "invalid-request",
    });
  expect(requests.count("AddTagsToCertificate")).toBe(0);
  const longest = { ["k".repeat(128)]: "v".repeat(256) };
  await scene.crosstag.tagResource({ resources: [arn], tags: longest });
  expect(certificates.tagsOf(arn)).toEqual(longest);
});

test("traps 14, 17, 22: a tag policy, a full certificate and throttling", async () => {
  await using scene = await openAwsServices({ settings: { tagPolicy: { team: ["billing"] } } });
  const { certificates, faults, requests } = scene.cloud;
  const { arn } = certificates.createCertificate({
    tags: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`canary-${index}`, "v"])),
  });
  const full = await scene.crosstag.tagResource({ resources: [arn], tags: { env: "prod" }, readFirst: false });
  expect(firstCode(full.outcomes)).toBe("limit-exceeded");
  expect(JSON.stringify(full.outcomes)).not.toContain("canary");
  const other = certificates.createCertificate().arn;
  const against = await scene.crosstag.tagResource({ resources: [other], tags: team, readFirst: false });
  expect(firstCode(against.outcomes)).toBe("policy-refused");
  faults.add({ kind: "throttle", operation: "acm:AddTagsToCertificate", times: 2 });
  requests.clear();
  const { outcomes } = await scene.crosstag.tagResource({
    resources: [other],
    tags: { env: "prod" },
    readFirst: false,
  });
  expect([outcomes[0]?.status, outcomes[0]?.attempts, requests.count("AddTagsToCertificate")]).toEqual([
    "changed",
    3,
    3,
  ]);
});

test("trap 25: the tags of an imported certificate are added to it: importing it again accepts none", async () => {
  await using scene = await openAwsServices();
  const { certificates, requests } = scene.cloud;
  const { arn } = certificates.createCertificate({ type: "IMPORTED", tags: { env: "prod" } });
  const { counts } = await scene.crosstag.tagResource({ resources: [arn], tags: team });
  expect(counts.changed).toBe(1);
  expect(certificates.tagsOf(arn)).toEqual({ env: "prod", ...team });
  const operations = requests.entries.filter(({ service }) => service === "acm").map(({ operation }) => operation);
  expect(new Set(operations)).toEqual(new Set(["ListTagsForCertificate", "AddTagsToCertificate"]));
});
