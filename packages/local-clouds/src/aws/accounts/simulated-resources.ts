import { digitsOf, simulatedTags, uuidOf } from "../../simulated-keys.ts";
import type { Certificate } from "../acm/state/certificate.ts";
import type { CertificateAccount } from "../acm/state/certificate-account.ts";
import type { Secret } from "../secrets-manager/state/secret.ts";
import type { SecretAccount } from "../secrets-manager/state/secret-account.ts";
import { suffixOf } from "../secrets-manager/state/suffix.ts";
import type { AwsAccount } from "../state/aws-account.ts";
import type { AwsRegion } from "../state/aws-region.ts";
import { symmetricDefault } from "../state/key-specs.ts";
import type { RegionStore } from "../state/region-store.ts";
import type { MakeSimulated } from "./simulated-regions.ts";

export const makeSimulatedKey: MakeSimulated<AwsAccount, AwsRegion> = (account, region, place, simulated) => {
  const digits = digitsOf(place);
  const key = account.createKey({
    region,
    id: uuidOf(digits),
    materialId: digits,
    origin: "AWS_KMS",
    keySpec: symmetricDefault,
    keyUsage: "ENCRYPT_DECRYPT",
    description: "",
    manager: "CUSTOMER",
    existsSince: account.startedAt,
    tags: simulatedTags(simulated, place),
  });
  key.created.settle(true);
};

export const makeSimulatedSecret: MakeSimulated<SecretAccount, RegionStore<Secret>> = (
  account,
  region,
  place,
  simulated,
) => {
  const tags = simulatedTags(simulated, place);
  const secret = account.create({
    region,
    name: `secret-${place.index}`,
    suffix: suffixOf(digitsOf(place, "secret")),
    existsSince: account.startedAt,
    tags: tags.size === 0 ? undefined : tags,
  });
  secret.settle();
};

export const makeSimulatedCertificate: MakeSimulated<CertificateAccount, RegionStore<Certificate>> = (
  account,
  region,
  place,
  simulated,
) => {
  account.create({
    region,
    id: uuidOf(digitsOf(place, "certificate")),
    domainName: `service-${place.index}.example.com`,
    status: "ISSUED",
    type: "AMAZON_ISSUED",
    keyAlgorithm: "RSA_2048",
    managedBy: undefined,
    inUseBy: [],
    existsSince: account.startedAt,
    tags: simulatedTags(simulated, place),
  });
};
