import { describe, expect, test } from "vitest";
import { type DriverScope, type KmsProfile, resourceIdentity } from "@crosstag/core/driver";
import { adapter } from "../src/index.ts";

const account = "111122223333";
const scope: DriverScope = { region: "eu-west-1", partition: "aws", account };

function grammarOf(name: string): KmsProfile["references"] {
  const profile = adapter.services?.find((service) => service.name === name)?.profile();
  if (profile === undefined) throw new Error(`no service ${name}`);
  return profile.references;
}

const secrets = grammarOf("secretsmanager");
const certificates = grammarOf("acm");

function parsed(grammar: KmsProfile["references"], text: string, within: DriverScope = scope) {
  const result = grammar.parse(text, within);
  if ("problem" in result) throw new Error(`${text}: ${result.problem}`);
  return result.reference;
}

function problem(grammar: KmsProfile["references"], text: string, within: DriverScope = scope): string {
  const result = grammar.parse(text, within);
  if (!("problem" in result)) throw new Error(`${text} was accepted`);
  expect(result.fix).not.toBe("");
  return `${result.problem} ${result.fix}`;
}

const ARN = `arn:aws:secretsmanager:eu-west-1:${account}:secret:`;
const CERTIFICATE = `arn:aws:acm:eu-west-1:${account}:certificate/1234abcd-12ab-34cd-56ef-1234567890ab`;

describe("names of secrets", () => {
  test.each([
    ["prod/db-AbC12d", "prod/db-AbC12d"],
    ["rds!cluster-9f-AbC12d", "rds!cluster-9f-AbC12d"],
    ["secret/a+b=c.d@e-AbC12d", "secret/a+b=c.d@e-AbC12d"],
  ])("%s after the colon of an ARN is an id", (name, id) => {
    const text = `${ARN}${name}`;
    expect(parsed(secrets, text)).toEqual({
      provider: "aws",
      kind: "secret",
      id,
      alias: false,
      partition: "aws",
      region: "eu-west-1",
      account,
      text,
    });
    expect(secrets.factsOf(text)).toEqual({ kind: "secret", id, region: "eu-west-1", account });
    expect(secrets.format(parsed(secrets, text), scope)).toBe(text);
  });

  test("a name, and an ARN without the six characters, are aliases, and no ARN is made of a name", () => {
    expect(parsed(secrets, "secret/prod/db")).toMatchObject({ id: "secret/prod/db", alias: true });
    expect(parsed(secrets, `${ARN}prod/db`)).toMatchObject({ id: "secret/prod/db", alias: true, account });
    // The name of a secret can end like the suffix. An ARN of such a name is taken for a complete one.
    const odd = parsed(secrets, "secret/db-master");
    expect(odd).toMatchObject({ id: "secret/db-master", alias: true });
    expect(secrets.format(odd, scope)).toBe("secret/db-master");
    expect(parsed(secrets, secrets.format(parsed(secrets, "secret/prod/db"), scope))).toMatchObject({ alias: true });
  });

  test("a name is not taken for the secret whose id has the same characters", () => {
    const [name, id] = ["secret/db-AbC12d", `${ARN}secret/db-AbC12d`].map((text) => parsed(secrets, text));
    expect(name?.id).toBe(id?.id);
    expect(name && resourceIdentity(name)).not.toBe(id && resourceIdentity(id));
  });

  test("a short form names the secret by the id", () => {
    expect(parsed(secrets, "secret:prod/db-AbC12d")).toMatchObject({ id: "prod/db-AbC12d", alias: false });
    expect(problem(secrets, "secret:prod/db")).toMatch(/six characters .* missing.*secret\/prod\/db/);
  });

  test.each([
    [`${ARN}prod/db-AbC12d:password::`, /a part or a version of a secret.*Cut off/],
    [`${ARN}pro d`, /not the name of a secret/],
    [ARN, /not the name of a secret/],
    ["secret/", /not the name of a secret/],
    [`arn:aws:secretsmanager:eu-west-1:${account}:policy:x`, /does not name a secret/],
    [`arn:aws:secretsmanager:eu-west-1:1:secret:db-AbC12d`, /not a well-formed ARN of AWS Secrets Manager/],
    [`arn:aws:kms:eu-west-1:${account}:key/x`, /not a well-formed ARN of AWS Secrets Manager/],
    [ARN.replace("eu-west-1", "us-east-1") + "db-AbC12d", /The region is "us-east-1"/],
    [ARN.replace(account, "444455556666") + "db-AbC12d", /The account is "444455556666"/],
    [ARN.replace("arn:aws:", "arn:aws-cn:") + "db-AbC12d", /The partition is "aws-cn"/],
    ["prod/db", /not the name of a secret of AWS Secrets Manager/],
  ])("%s is refused", (text, expected) => {
    expect(problem(secrets, text)).toMatch(expected);
  });
});

describe("names of certificates", () => {
  test("an ARN and a short name", () => {
    const reference = parsed(certificates, CERTIFICATE);
    expect(reference).toMatchObject({ kind: "certificate", id: "1234abcd-12ab-34cd-56ef-1234567890ab", account });
    expect(certificates.format(reference, scope)).toBe(CERTIFICATE);
    expect(certificates.factsOf(CERTIFICATE)).toEqual({
      kind: "certificate",
      id: reference.id,
      region: "eu-west-1",
      account,
    });
    const short = `certificate/${reference.id}`;
    expect(certificates.format(parsed(certificates, short), scope)).toBe(CERTIFICATE);
    expect(certificates.format(parsed(certificates, short), { region: "eu-west-1" })).toBe(short);
  });

  test.each([
    [`arn:aws:acm-pca:eu-west-1:${account}:certificate-authority/1234/certificate/ab`, /one of AWS Private CA/],
    [`arn:aws:iam::${account}:server-certificate/site`, /server certificate of IAM.*aws iam tag-server-certificate/],
    [`arn:aws:acm:eu-west-1:${account}:acme-endpoint/x`, /does not name a certificate/],
    [CERTIFICATE.replace("eu-west-1", "us-east-1"), /The region is "us-east-1"/],
    ["certificate/", /not the name of a certificate/],
    ["certificate/a/b", /not the name of a certificate/],
    ["1234abcd-12ab-34cd-56ef-1234567890ab", /not the name of a certificate/],
  ])("%s is refused", (text, expected) => {
    expect(problem(certificates, text)).toMatch(expected);
  });
});

test("each service claims the ARNs that it answers for, and KMS the other ones", () => {
  const kms = adapter.profile().references;
  const claimed = (text: string) => [kms, secrets, certificates].map((grammar) => grammar.claims(text));
  expect(claimed(`arn:aws:kms:eu-west-1:${account}:key/x`)).toEqual([true, false, false]);
  expect(claimed("arn:aws:s3:::bucket")).toEqual([true, false, false]);
  expect(claimed(`${ARN}db-AbC12d`)).toEqual([false, true, false]);
  expect(claimed(CERTIFICATE)).toEqual([false, false, true]);
  expect(claimed(`arn:aws:acm-pca:eu-west-1:${account}:certificate-authority/x`)).toEqual([false, false, true]);
  expect(claimed(`arn:aws:iam::${account}:server-certificate/site`)).toEqual([false, false, true]);
  expect(claimed("secret/db")).toEqual([false, false, false]);
  // Services with the protocol of KMS have keys only, and say so.
  expect(adapter.profile("qkms").references.claims(`${ARN}db-AbC12d`)).toBe(true);
});

test("the dialect qkms has neither service", () => {
  expect(
    adapter.services?.map((service) => [service.name, service.profile("aws")?.service, service.profile("qkms")]),
  ).toEqual([
    ["secretsmanager", "secretsmanager", undefined],
    ["acm", "acm", undefined],
  ]);
});
