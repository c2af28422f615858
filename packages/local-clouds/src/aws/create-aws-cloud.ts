import type { Clock } from "../server/clock.ts";
import type { Identifiers } from "../server/identifiers.ts";
import type { AwsAccounts } from "./accounts/aws-accounts.ts";
import { AwsCloud } from "./aws-cloud.ts";
import { Kms } from "./kms.ts";
import type { AwsCredentialStore } from "./protocol/credential-store.ts";
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
}

/** The services of AWS (or QKMS) over the same accounts and credentials. */
export function createAwsCloud(parts: AwsCloudParts): AwsCloud {
  const { accounts, credentials, clock } = parts;
  const callers = new Callers(credentials);
  const verifying = { credentials, ownAccount: accounts.own.id, clock };
  const sessions = new RoleSessions({ ...parts, callers });
  const sts = parts.sts ? [new Sts(accounts, verifying, callers, sessions)] : [];
  return new AwsCloud(accounts.own.kms.dialect.name, new Kms(accounts, verifying, callers), sts);
}
