import {
  ACMClient,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  ImportCertificateCommand,
} from "@aws-sdk/client-acm";
import type { ImportCertificateCommandInput } from "@aws-sdk/client-acm";
import { startLocalClouds } from "@crosstag/local-clouds";
import { expect, it, onTestFinished } from "vitest";
import { answerOf } from "./answer-of.ts";
import { errorCode } from "./aws/error-code.ts";
import { selfSignedCertificate } from "./aws/self-signed-certificate.ts";

const DAY = 24 * 60 * 60 * 1000;

function given(name: string, now = Date.now()) {
  const { certificate, privateKey } = selfSignedCertificate(name, now);
  return { Certificate: Buffer.from(certificate), PrivateKey: Buffer.from(privateKey) };
}

it("imports certificates into the local cloud, replaces and deletes them, and refuses what AWS refuses", async () => {
  const clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: false });
  const { endpoint, region, certificates } = clouds.aws;
  Object.assign(process.env, clouds.environment());
  const acm = new ACMClient({ endpoint, region, maxAttempts: 1 });
  onTestFinished(() => {
    acm.destroy();
    return clouds.close();
  });
  const [first, second] = [given("a.example.invalid"), given("b.example.invalid")];
  const Tags = [{ Key: "team", Value: "payments" }];
  const { CertificateArn = "" } = await acm.send(new ImportCertificateCommand({ ...first, Tags }));
  expect(certificates.tagsOf(CertificateArn)).toEqual({ team: "payments" });
  await acm.send(new ImportCertificateCommand({ ...second, CertificateArn }));
  const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
  expect(Certificate).toMatchObject({
    DomainName: "b.example.invalid",
    Type: "IMPORTED",
    KeyAlgorithm: "EC_prime256v1",
  });
  expect(certificates.tagsOf(CertificateArn)).toEqual({ team: "payments" });

  const own = certificates.createCertificate({ inUseBy: ["arn:aws:cloudfront::111122223333:distribution/E1"] }).arn;
  const refused: readonly ImportCertificateCommandInput[] = [
    { ...second, CertificateArn, Tags },
    { ...second, CertificateArn: own },
    { ...first, PrivateKey: second.PrivateKey },
    { ...first, Certificate: Buffer.from("not PEM") },
    given("old.example.invalid", Date.now() - 40 * DAY),
    { ...first, Tags: [{ Key: "aws:team", Value: "a" }] },
  ];
  const codes = [];
  for (const input of refused) codes.push(await answerOf(acm.send(new ImportCertificateCommand(input)), errorCode));
  expect(codes).toEqual([...Array.from({ length: 5 }, () => "ValidationException"), "InvalidTagException"]);
  expect(certificates.list()).toHaveLength(2);

  const remove = (arn: string) => answerOf(acm.send(new DeleteCertificateCommand({ CertificateArn: arn })), errorCode);
  expect([await remove(own), await remove(CertificateArn), await remove(CertificateArn)]).toEqual([
    "ResourceInUseException",
    "accepted",
    "ResourceNotFoundException",
  ]);
});
