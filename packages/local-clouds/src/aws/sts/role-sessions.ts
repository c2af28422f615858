import type { Clock } from "../../server/clock.ts";
import type { CloudCall } from "../../server/cloud.ts";
import type { Identifiers } from "../../server/identifiers.ts";
import { isOpen, isUsable, type AwsAccounts, type AwsMember, type AwsRole } from "../accounts/aws-accounts.ts";
import type { AwsCredentialStore } from "../protocol/credential-store.ts";
import type { Parameters } from "../protocol/parameters.ts";
import { roleId, type Callers } from "./caller.ts";
import { StsError } from "./sts-error.ts";

const sessionName = /^[\w+=,.@-]*$/;
const externalId = /^[\w+=,.@:/-]*$/;
const roleArn =
  /^arn:(?<partition>aws[a-z-]*):iam::(?<account>\d{12}):role(?<path>\/|\/[\u0021-\u007E]+\/)(?<name>[\w+=,.@-]+)$/;
/** A session whose credentials are themselves those of a role (role chaining, verified 2026-11-29). */
const longestChainedSeconds = 3600;

/** What the sessions of roles need of a cloud. */
export interface RoleSessionParts {
  readonly accounts: AwsAccounts;
  readonly credentials: AwsCredentialStore;
  readonly callers: Callers;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
}

/**
 * Issues the sessions of roles. They are not stored by role: a role that is changed or removed does not end them. STS
 * answers the same for a role that does not exist, that does not trust the caller, or whose account cannot be used
 * (verified 2026-11-29).
 */
export class RoleSessions {
  readonly #parts: RoleSessionParts;

  constructor(parts: RoleSessionParts) {
    this.#parts = parts;
  }

  /** AssumeRole. Policies and session tags are accepted and not applied. */
  assumeRole(call: CloudCall, parameters: Parameters): Readonly<Record<string, unknown>> {
    const { accounts, callers, clock, credentials, identifiers } = this.#parts;
    const arn = parameters.string("RoleArn", { minimum: 20, maximum: 2048 });
    const session = parameters.string("RoleSessionName", { minimum: 2, maximum: 64, pattern: sessionName });
    const seconds = parameters.optionalInteger("DurationSeconds", 900, 43_200) ?? 3600;
    const external = parameters.optionalString("ExternalId", { minimum: 2, maximum: 1224, pattern: externalId });
    const source = parameters.optionalString("SourceIdentity", { minimum: 2, maximum: 64, pattern: sessionName });
    parameters.check();

    const named = roleArn.exec(arn)?.groups;
    if (named === undefined) throw new StsError(400, "ValidationError", `${arn} is invalid`);
    if (callers.principalOf(call) === "root") {
      throw new StsError(403, "AccessDenied", "Roles may not be assumed by root accounts.");
    }
    const member = accounts.find(named["account"] ?? "");
    const role = member?.roles.find(({ name, path }) => name === named["name"] && path === named["path"]);
    if (member === undefined || role === undefined || named["partition"] !== "aws" || !this.#mayAssume(call, role)) {
      throw this.#denied(call, arn);
    }
    if (!isUsable(member) || (role.externalId !== undefined && external !== role.externalId)) {
      throw this.#denied(call, arn);
    }
    this.#refuseClosedRegion(call, member);
    this.#checkDuration(call, role, seconds);

    const endsAt = Math.floor(clock.now() / 1000) * 1000 + seconds * 1000;
    const issued = {
      accessKeyId: `ASIA${identifiers.hexadecimal("session", 16).toUpperCase()}`,
      secretAccessKey: identifiers.hexadecimal("session secret", 40),
      sessionToken: identifiers.hexadecimal("session token", 200),
    };
    credentials.addSession(
      { ...issued, principal: `assumed-role/${role.name}/${session}`, account: member.id },
      endsAt,
    );
    return {
      ...(source !== undefined && { SourceIdentity: source }),
      AssumedRoleUser: {
        AssumedRoleId: `${roleId}:${session}`,
        Arn: `arn:aws:sts::${member.id}:assumed-role/${role.name}/${session}`,
      },
      Credentials: {
        AccessKeyId: issued.accessKeyId,
        SecretAccessKey: issued.secretAccessKey,
        SessionToken: issued.sessionToken,
        Expiration: new Date(endsAt).toISOString().replace(".000", ""),
      },
    };
  }

  #mayAssume(call: CloudCall, role: AwsRole): boolean {
    const { callers } = this.#parts;
    if (callers.isDenied(call)) return false;
    const [kind = "", name = ""] = callers.principalOf(call).split("/");
    const trusted = new Set([
      call.account,
      `arn:aws:iam::${call.account}:root`,
      callers.arnOf(call),
      ...(kind === "assumed-role" ? [`arn:aws:iam::${call.account}:role/${name}`] : []),
    ]);
    return role.trusts.some((trust) => trusted.has(trust));
  }

  /** A region of STS issues no sessions of accounts in which the region is not enabled. */
  #refuseClosedRegion({ region }: CloudCall, member: AwsMember): void {
    const { disablingRegion, stsRegionError } = member.kms.settings;
    if (isOpen(member, region, disablingRegion)) return;
    if (stsRegionError === "InvalidClientTokenId") {
      throw new StsError(403, stsRegionError, "The security token included in the request is invalid.");
    }
    throw new StsError(
      403,
      stsRegionError,
      "STS is not activated in this region for account:" +
        `${member.id}. Your account administrator can activate STS in this region using the IAM Console.`,
    );
  }

  #checkDuration(call: CloudCall, role: AwsRole, seconds: number): void {
    const chained = this.#parts.callers.principalOf(call).startsWith("assumed-role/");
    if (chained && seconds > longestChainedSeconds) {
      throw new StsError(
        400,
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
      );
    }
    if (seconds > role.maxSessionSeconds) {
      throw new StsError(
        400,
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
      );
    }
  }

  #denied(call: CloudCall, arn: string): StsError {
    const caller = this.#parts.callers.arnOf(call);
    return new StsError(
      403,
      "AccessDenied",
      `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    );
  }
}
