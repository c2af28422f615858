import {
  AddTagsToCertificateCommand,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  ImportCertificateCommand,
  ListCertificatesCommand,
  ListTagsForCertificateCommand,
  RemoveTagsFromCertificateCommand,
} from "@aws-sdk/client-acm";
import type { ACMClient } from "@aws-sdk/client-acm";
import { MARK } from "../live-cloud.ts";
import type { LivePart } from "../live-part.ts";
import { certificateProbes } from "./certificate-probes.ts";
import { selfSignedCertificate } from "./self-signed-certificate.ts";

/** A certificate has no description. Its second mark is the end of its domain name: domains under `.invalid` cannot be registered. */
const DOMAIN = `.${MARK}.invalid`;

/** Imports a new self-signed certificate with the mark of the run. Returns its ARN. */
export async function importCertificate(acm: ACMClient, run: string): Promise<string> {
  const { certificate, privateKey } = selfSignedCertificate(`${run}${DOMAIN}`, Date.now());
  const { CertificateArn } = await acm.send(
    new ImportCertificateCommand({
      Certificate: Buffer.from(certificate),
      PrivateKey: Buffer.from(privateKey),
      Tags: [{ Key: MARK, Value: run }],
    }),
  );
  if (CertificateArn === undefined) throw new TypeError("ImportCertificate answered without an ARN.");
  return CertificateArn;
}

/** The tags of a certificate. */
export async function certificateTags(
  acm: ACMClient,
  CertificateArn: string,
): Promise<Readonly<Record<string, string>>> {
  const { Tags = [] } = await acm.send(new ListTagsForCertificateCommand({ CertificateArn }));
  return Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** Certificates of AWS Certificate Manager. They are deleted at once: ACM has no waiting period, and they are worthless. */
export function certificatePart(acm: ACMClient): LivePart {
  return {
    kind: "certificate",
    roles: [
      { name: "certificate", what: "an imported certificate, self-signed for a name that does not exist", calls: 1 },
    ],
    probes: certificateProbes(acm),
    restoreCalls: 3,
    removeCalls: 3,
    owns: (id) => id.startsWith("arn:") && id.split(":")[2] === "acm",
    create: async (_role, run, created) => {
      created(await importCertificate(acm, run));
    },
    restore: async (CertificateArn, run) => {
      const keys = Object.keys(await certificateTags(acm, CertificateArn)).filter((key) => key !== MARK);
      if (keys.length > 0)
        await acm.send(new RemoveTagsFromCertificateCommand({ CertificateArn, Tags: keys.map((Key) => ({ Key })) }));
      await acm.send(new AddTagsToCertificateCommand({ CertificateArn, Tags: [{ Key: MARK, Value: run }] }));
    },
    remove: async (CertificateArn, listed) => {
      if (!listed) {
        const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
        const tagged = Object.hasOwn(await certificateTags(acm, CertificateArn), MARK);
        if (!tagged || Certificate?.DomainName?.endsWith(DOMAIN) !== true) return "not created by a live test";
      }
      await acm.send(new DeleteCertificateCommand({ CertificateArn }));
      return "removed";
    },
    findMarked: async () => {
      const marked: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await acm.send(
          new ListCertificatesCommand({
            // The kind of key that is imported. Without it, ACM lists RSA only.
            Includes: { keyTypes: ["EC_prime256v1"] },
            ...(NextToken !== undefined && { NextToken }),
          }),
        );
        for (const { CertificateArn = "", DomainName } of page.CertificateSummaryList ?? [])
          if (DomainName?.endsWith(DOMAIN) === true) marked.push(CertificateArn);
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return marked;
    },
  };
}
