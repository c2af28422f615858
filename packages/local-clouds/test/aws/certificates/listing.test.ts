import {
  DescribeCertificateCommand,
  ListCertificatesCommand,
  type ListCertificatesCommandInput,
} from "@aws-sdk/client-acm";
import { expect, test } from "vitest";
import { startLocalClouds, type SeedFile } from "../../../src/index.ts";
import { acmClientOf, startAcm } from "../../support/acm.ts";
import { refusal } from "../../support/aws.ts";
import { assume, stsOf } from "../../support/sts.ts";

test("by default a list leaves out most kinds of keys, and certificates of ACME", async () => {
  const { aws, client } = await startAcm();
  const create = (domainName: string, scene: object = {}): unknown =>
    aws.certificates.createCertificate({ domainName, ...scene });
  create("rsa-2048");
  create("rsa-1024", { keyAlgorithm: "RSA_1024", status: "EXPIRED" });
  create("rsa-4096", { keyAlgorithm: "RSA_4096" });
  create("ec", { keyAlgorithm: "EC_prime256v1", type: "IMPORTED", status: "REVOKED" });
  create("acme", { keyPairOrigin: "ACME" });
  create("cloudfront", { managedBy: "CLOUDFRONT", inUseBy: ["arn:aws:cloudfront::111122223333:distribution/E1"] });
  const names = async (input: ListCertificatesCommandInput = {}): Promise<string> => {
    const { CertificateSummaryList = [] } = await client.send(new ListCertificatesCommand(input));
    return CertificateSummaryList.map(({ DomainName }) => DomainName).join(" ");
  };
  expect(await names()).toBe("rsa-2048 rsa-1024 cloudfront");
  expect(await names({ Includes: { keyTypes: ["EC_prime256v1", "RSA_4096"] } })).toBe("rsa-4096 ec");
  expect(await names({ CertificateKeyPairOrigins: ["ACME"] })).toBe("acme");
  expect(
    await names({ CertificateKeyPairOrigins: ["CUSTOMER_PROVIDED"], Includes: { keyTypes: ["EC_prime256v1"] } }),
  ).toBe("ec");
  expect(await names({ CertificateStatuses: ["EXPIRED"] })).toBe("rsa-1024");
  expect(await names({ Includes: { managedBy: "CLOUDFRONT" } })).toBe("cloudfront");
  expect(await names({ Includes: { keyUsage: ["CRL_SIGNING"] } })).toBe("");
  expect(await names({ Includes: { extendedKeyUsage: ["TLS_WEB_SERVER_AUTHENTICATION"] } })).toContain("rsa-2048");
  expect(await names({ Includes: { exportOption: "ENABLED" } })).toBe("");
  expect(await names({ SortBy: "CREATED_AT", SortOrder: "DESCENDING" })).toBe("cloudfront rsa-1024 rsa-2048");
  for (const [input, name] of [
    [{ Includes: { keyTypes: ["RSA-2048" as never] } }, "ValidationException"],
    [{ CertificateStatuses: ["OLD" as never] }, "ValidationException"],
    [{ MaxItems: 1001 }, "ValidationException"],
    [{ SortBy: "CREATED_AT" }, "InvalidArgsException"],
    [{ NextToken: "junk" }, "InvalidArgsException"],
  ] satisfies [ListCertificatesCommandInput, string][]) {
    expect((await refusal(client.send(new ListCertificatesCommand(input)))).name).toBe(name);
  }
  const summary = (await client.send(new ListCertificatesCommand({}))).CertificateSummaryList?.at(-1);
  expect(summary).toMatchObject({ KeyAlgorithm: "RSA-2048", InUse: true, ManagedBy: "CLOUDFRONT", Status: "ISSUED" });
  const { Certificate } = await client.send(
    new DescribeCertificateCommand({ CertificateArn: summary?.CertificateArn }),
  );
  expect(Certificate).toMatchObject({ DomainName: "cloudfront", Type: "AMAZON_ISSUED", KeyAlgorithm: "RSA-2048" });
  expect(summary).not.toHaveProperty("Tags");
  const narrow = await startAcm({ settings: { certificatesListedByDefault: ["RSA_2048"] } });
  narrow.aws.certificates.createCertificate({ keyAlgorithm: "RSA_1024" });
  expect((await narrow.client.send(new ListCertificatesCommand({}))).CertificateSummaryList).toEqual([]);
});

test("pages, also empty ones; one list a second", async () => {
  const { aws, client } = await startAcm({ settings: { certificateEmptyPages: true } });
  aws.certificates.addMany(5);
  const sizes: (number | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListCertificatesCommand({ NextToken, MaxItems: 3 }));
    sizes.push(page.CertificateSummaryList?.length);
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  expect(sizes).toEqual([0, 3, 0, 2]);
  aws.quota.set("acm:ListCertificates", 1);
  const list = new ListCertificatesCommand({});
  const settled = await Promise.allSettled([client.send(list), client.send(list)]);
  expect(settled.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("a seed has secrets and certificates, also of other accounts; QKMS has neither", async () => {
  const member = "222222222222";
  const seed: SeedFile = {
    aws: {
      accounts: [{ id: member, certificates: { perRegion: 3 } }],
      secrets: [
        { name: "a", tags: { team: "data" }, deletedInDays: 7 },
        { name: "many", count: 2, account: member },
      ],
      certificates: [{ domainName: "example.org", count: 2, tags: { team: "web" } }, { account: member }],
    },
  };
  await using clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: false, seed });
  const { aws } = clouds;
  expect(aws.secrets.describe("a")).toMatchObject({ tags: { team: "data" }, deletedAt: expect.any(Number) });
  expect(
    aws
      .secretsIn(member)
      .list()
      .map(({ name }) => name),
  ).toEqual(["many-1", "many-2"]);
  expect([aws.certificates.list().length, aws.certificatesIn(member).list().length]).toEqual([2, 4]);
  const credentials = await assume(stsOf(aws), `arn:aws:iam::${member}:role/OrganizationAccountAccessRole`);
  const listed = await acmClientOf(aws, { credentials }).send(new ListCertificatesCommand({}));
  expect(listed.CertificateSummaryList?.[0]?.DomainName).toBe("service-0.example.com");
  expect(clouds.environment()).toMatchObject({
    AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.endpoint,
    AWS_ENDPOINT_URL_ACM: aws.endpoint,
  });
  for (const [wrong, text] of [
    [{ qkms: { secrets: [] } }, "seed.qkms.secrets is not a field."],
    [{ aws: { secrets: [{ nam: "a" }] } }, 'seed.aws.secrets[0].nam is not a field. Did you mean "name"?'],
    [{ aws: { secrets: { name: "a" } } }, "seed.aws.secrets must be a list."],
    [{ aws: { secrets: [{ name: "a", suffix: "abc" }] } }, "createSecret.suffix must be six letters and digits."],
    [{ aws: { secrets: [{ tags: {} }] } }, "createSecret.name must be a text."],
    [{ aws: { secrets: [{ name: "a", replicas: ["us-east-1"] }] } }, "names us-east-1, its own region."],
    [{ aws: { certificates: [{ status: "issued" }] } }, "createCertificate.status must be one of PENDING_VALIDATION,"],
    [{ alibaba: { keys: 3 } }, "seed.alibaba.keys must be a list."],
    [{ aws: { certificates: [{ domain: "a" }] } }, 'certificates[0].domain is not a field. Did you mean "domainName"?'],
  ] as [unknown, string][]) {
    await expect(startLocalClouds({ alibaba: false, seed: wrong as SeedFile })).rejects.toThrow(text);
  }
});
