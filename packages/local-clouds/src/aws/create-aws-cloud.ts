import type { Clock } from "../server/clock.ts";
import type { Identifiers } from "../server/identifiers.ts";
import type { AwsAccounts } from "./accounts/aws-accounts.ts";
import { createCertificateManager } from "./acm/certificate-manager.ts";
import { AccountManagement } from "./account-management/account-management.ts";
import { AwsCloud } from "./aws-cloud.ts";
import type { AwsService } from "./aws-service.ts";
import { Kms } from "./kms.ts";
import { createOrganizations } from "./organizations/organizations.ts";
import type { AwsCredentialStore } from "./protocol/credential-store.ts";
import { ratesOfSecrets } from "./secrets-manager/quotas.ts";
import { createSecretsManager } from "./secrets-manager/secrets-manager.ts";
import { createServiceQuotas, ratesOfKms } from "./service-quotas/service-quotas.ts";
import { Callers } from "./sts/caller.ts";
import { RoleSessions } from "./sts/role-sessions.ts";
import { Sts } from "./sts/sts.ts";

/** What the services of a cloud share. */
export interface AwsCloudParts {
  readonly accounts: AwsAccounts;
  readonly credentials: AwsCredentialStore;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  /** Whether STS is served. */
  readonly sts: boolean;
  /** The rate of an operation of KMS in an account; undefined if the cloud does not limit it. */
  readonly rateOf: (account: string, operation: string) => number | undefined;
}

/** The services of AWS (or QKMS, which is KMS and perhaps STS) over the same accounts and credentials. */
export function createAwsCloud(parts: AwsCloudParts): AwsCloud {
  const { accounts, credentials, clock } = parts;
  const callers = new Callers(credentials);
  const verifying = { credentials, ownAccount: accounts.own.id, clock };
  const sessions = new RoleSessions({ ...parts, callers });
  const kms = new Kms(accounts, verifying, callers);
  const { name } = accounts.own.kms.dialect;
  const shared = { accounts, verifying, callers };
  const others: readonly AwsService[] =
    name === "qkms"
      ? []
      : [
          createSecretsManager(shared),
          createCertificateManager(shared),
          createOrganizations(shared),
          createServiceQuotas(shared, { services: [ratesOfKms(kms.quotas), ratesOfSecrets], rateOf: parts.rateOf }),
          new AccountManagement(shared),
        ];
  const sts = parts.sts ? [new Sts(accounts, verifying, callers, sessions)] : [];
  return new AwsCloud(name, kms, [...others, ...sts]);
}
