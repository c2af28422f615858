import type { CloudCall } from "../../server/cloud.ts";
import type { SimulatedKeys } from "../../simulated-keys.ts";
import { unrecognizedClient } from "../protocol/signature-v4.ts";
import { CertificateAccount } from "../acm/state/certificate-account.ts";
import { SecretAccount } from "../secrets-manager/state/secret-account.ts";
import { AwsAccount, type AwsAccountOptions } from "../state/aws-account.ts";
import type { AwsAccountScene, AwsRoleScene } from "./account-scene.ts";
import { checkAccountScene } from "./check-account-scene.ts";
import { isDefaultRegion, type AwsRegionStatus } from "./region-status.ts";
import { SimulatedRegions } from "./simulated-regions.ts";
import { makeSimulatedCertificate, makeSimulatedKey, makeSimulatedSecret } from "./simulated-resources.ts";

/** A role with all its defaults. */
export interface AwsRole extends Required<Omit<AwsRoleScene, "externalId">> {
  readonly externalId: string | undefined;
}

type SimulatedKind = "keys" | "secrets" | "certificates";
type Simulated = { readonly [Kind in SimulatedKind]?: SimulatedKeys | undefined };
type Resources = Pick<AwsMember, "kms" | "secrets" | "certificates">;

/** An account with all its defaults. */
export interface AwsMember extends Required<Omit<AwsAccountScene, "roles" | SimulatedKind>> {
  /** Whether it is the management account. */
  readonly management: boolean;
  readonly roles: readonly AwsRole[];
  /** Milliseconds since 1970. */
  readonly joinedAt: number;
  /** What the account has in KMS. */
  readonly kms: AwsAccount;
  /** What the account has in Secrets Manager. */
  readonly secrets: SecretAccount;
  /** What the account has in ACM. */
  readonly certificates: CertificateAccount;
}

const accountDefaults = {
  state: "ACTIVE",
  unit: "/",
  regionStatus: {},
  deniedRegions: [],
  quotas: {},
  tags: {},
  delegatedAdministrator: false,
} as const;

type AccountParts = Omit<AwsAccountOptions, "id" | "fill">;

/**
 * The accounts of a cloud: its own account, which becomes the management account when there are others, and the
 * accounts that were added. Clients reach an added account with the credentials of a role or with credentials that name
 * the account.
 */
export class AwsAccounts {
  readonly #parts: AccountParts;
  readonly #ownId: string;
  readonly #byId = new Map<string, AwsMember>();
  readonly #simulatedKeys = new SimulatedRegions(makeSimulatedKey);
  readonly #simulatedSecrets = new SimulatedRegions(makeSimulatedSecret);
  readonly #simulatedCertificates = new SimulatedRegions(makeSimulatedCertificate);

  constructor(ownId: string, parts: AccountParts) {
    this.#ownId = ownId;
    this.#parts = parts;
    this.#put({ id: ownId });
  }

  /** The account of credentials that name no other. */
  get own(): AwsMember {
    return this.get(this.#ownId);
  }

  /** Whether there is an organization: the cloud has more accounts than its own. */
  get isOrganization(): boolean {
    return this.#byId.size > 1;
  }

  /** Adds an account, or changes the given fields of the account with the same number. */
  add(scene: AwsAccountScene, place = "accounts.add"): void {
    checkAccountScene(scene, place, this.#parts.regions);
    this.#put(scene);
  }

  /** Removes an account from the organization, with everything in it. */
  remove(id: string): void {
    if (id === this.#ownId) throw new TypeError(`${id} is the cloud's own account, which cannot be removed.`);
    this.#byId.delete(id);
  }

  /** In the order in which they were added; the cloud's own account is the first. */
  list(): readonly AwsMember[] {
    return [...this.#byId.values()];
  }

  /** The account with a number; undefined if the cloud does not have it. */
  find(id: string): AwsMember | undefined {
    return this.#byId.get(id);
  }

  /** The account with a number. Throws a `TypeError` if the cloud does not have it. */
  get(id: string): AwsMember {
    const found = this.#byId.get(id);
    if (found === undefined) {
      throw new TypeError(`No account "${id}": the cloud has ${[...this.#byId.keys()].join(", ")}.`);
    }
    return found;
  }

  #put({ roles, keys, secrets, certificates, ...scene }: AwsAccountScene): void {
    const { id } = scene;
    const before = this.#byId.get(id);
    const management = id === this.#ownId;
    const joined = scene.joined ?? before?.joined ?? "CREATED";
    this.#byId.set(id, {
      management,
      joined,
      joinedAt: this.#parts.context.clock.now(),
      name: `account-${id}`,
      ...accountDefaults,
      roles: this.#usualRoles(management, joined),
      ...before,
      ...scene,
      ...(roles !== undefined && { roles: roles.map((role) => this.#roleOf(role)) }),
      ...this.#resourcesOf(id, { keys, secrets, certificates }, before),
    });
  }

  /** What an account has, or had `before`. A kind that a scene simulates begins anew. */
  #resourcesOf(id: string, { keys, secrets, certificates }: Simulated, before: AwsMember | undefined): Resources {
    const parts = { ...this.#parts, id };
    return {
      kms:
        (keys === undefined ? before?.kms : undefined) ??
        new AwsAccount({ ...parts, fill: this.#simulatedKeys.filling(keys) }),
      secrets:
        (secrets === undefined ? before?.secrets : undefined) ??
        new SecretAccount({ ...parts, fill: this.#simulatedSecrets.filling(secrets) }),
      certificates:
        (certificates === undefined ? before?.certificates : undefined) ??
        new CertificateAccount({ ...parts, fill: this.#simulatedCertificates.filling(certificates) }),
    };
  }

  #usualRoles(management: boolean, joined: AwsMember["joined"]): readonly AwsRole[] {
    return management || joined === "INVITED" ? [] : [this.#roleOf("OrganizationAccountAccessRole")];
  }

  #roleOf(given: string | AwsRoleScene): AwsRole {
    const scene = typeof given === "string" ? { name: given } : given;
    return {
      name: scene.name,
      path: scene.path ?? "/",
      trusts: scene.trusts ?? [this.#ownId],
      externalId: scene.externalId,
      maxSessionSeconds: scene.maxSessionSeconds ?? 3600,
    };
  }
}

/** The status of a region of an account, as Account Management reports it. */
export function regionStatusOf(member: AwsMember, region: string): AwsRegionStatus | "ENABLED_BY_DEFAULT" {
  return isDefaultRegion(region) ? "ENABLED_BY_DEFAULT" : (member.regionStatus[region] ?? "ENABLED");
}

/** Whether the services of a region accept the credentials of an account. */
export function isOpen(member: AwsMember, region: string, disablingRegion: "open" | "closed"): boolean {
  const status = member.regionStatus[region];
  return status === undefined || status === "ENABLED" || (status === "DISABLING" && disablingRegion === "open");
}

/**
 * Returns the account of a call. Throws the refusal of credentials in a region that is closed to their account, and in an
 * account that cannot be used.
 */
export function refuseClosedAccount(
  accounts: AwsAccounts,
  { account, region }: Pick<CloudCall, "account" | "region">,
): AwsMember {
  const member = accounts.find(account);
  if (member === undefined || !isUsable(member) || !isOpen(member, region, member.kms.settings.disablingRegion)) {
    throw unrecognizedClient();
  }
  return member;
}

/** Whether sessions of roles can be made in an account. An account that is pending closure remains usable. */
export function isUsable({ state }: AwsMember): boolean {
  return state === "ACTIVE" || state === "PENDING_CLOSURE";
}
