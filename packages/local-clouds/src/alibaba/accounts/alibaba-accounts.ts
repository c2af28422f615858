import { FilledRegions } from "../../simulated-keys.ts";
import type { ServiceContext } from "../service/context.ts";
import type { AlibabaAccountScene, AlibabaRoleScene } from "./account-scene.ts";
import { checkAccountScene } from "./check-account-scene.ts";
import { fillRegion, type SimulatedResources } from "./simulated-resources.ts";

/** A role with all its defaults. */
export interface AlibabaRole extends Required<Omit<AlibabaRoleScene, "externalId">> {
  readonly externalId: string | undefined;
}

/** An account with all its defaults. */
export interface AlibabaMember
  extends Required<Omit<AlibabaAccountScene, "roles" | keyof SimulatedResources>>, SimulatedResources {
  /** Whether it is the management account. */
  readonly management: boolean;
  readonly roles: readonly AlibabaRole[];
  /** Milliseconds since 1970. */
  readonly joinedAt: number;
}

interface AccountsParts {
  /** An account of an empty region. */
  readonly contextOf: (account: string, region: string) => ServiceContext;
  /** When the cloud started, in milliseconds since 1970. */
  readonly startedAt: number;
}

const accountDefaults = {
  folder: "/",
  suspended: false,
  quotas: {},
  tags: {},
  delegatedAdministrator: false,
  keys: undefined,
  secrets: undefined,
  certificates: undefined,
} as const;

const KINDS = ["keys", "secrets", "certificates"] as const;

/**
 * The accounts of a cloud, and what each has in KMS by region: the cloud's own account, which becomes the management
 * account when there are others, and the accounts that were added.
 */
export class AlibabaAccounts {
  readonly #ownId: string;
  readonly #parts: AccountsParts;
  readonly #byId = new Map<string, AlibabaMember>();
  /** By account and region. */
  readonly #contexts = new Map<string, ServiceContext>();
  readonly #filled = new FilledRegions<string>();

  constructor(ownId: string, parts: AccountsParts) {
    this.#ownId = ownId;
    this.#parts = parts;
    this.#put({ id: ownId });
  }

  /** The account of credentials that name no other. */
  get own(): AlibabaMember {
    return this.get(this.#ownId);
  }

  /** Whether there is a resource directory: the cloud has more accounts than its own. */
  get isDirectory(): boolean {
    return this.#byId.size > 1;
  }

  /** Adds an account, or changes the given fields of the account with the same number. */
  add(scene: AlibabaAccountScene, place = "accounts.add"): void {
    checkAccountScene(scene, place);
    this.#put(scene);
  }

  /** Removes an account, with everything in it. */
  remove(id: string): void {
    if (id === this.#ownId) throw new TypeError(`${id} is the cloud's own account, which cannot be removed.`);
    this.#byId.delete(id);
    for (const name of this.#contexts.keys()) if (name.startsWith(`${id} `)) this.#contexts.delete(name);
  }

  /** In the order in which they were added; the cloud's own account is the first. */
  list(): readonly AlibabaMember[] {
    return [...this.#byId.values()];
  }

  /** The account with a number; undefined if the cloud does not have it. */
  find(id: string): AlibabaMember | undefined {
    return this.#byId.get(id);
  }

  /** The account with a number. Throws a `TypeError` if the cloud does not have it. */
  get(id: string): AlibabaMember {
    const found = this.#byId.get(id);
    if (found === undefined) {
      throw new TypeError(`No account "${id}": the cloud has ${[...this.#byId.keys()].join(", ")}.`);
    }
    return found;
  }

  /** What an account has in a region. It can be forgotten and made again unless `changes` is true. */
  contextOf(id: string, region: string, changes: boolean): ServiceContext {
    const name = `${id} ${region}`;
    const context = this.#contexts.get(name) ?? this.#newContext(name, this.get(id), region);
    if (changes) this.#filled.keep(name);
    return context;
  }

  #newContext(name: string, member: AlibabaMember, region: string): ServiceContext {
    const context = this.#parts.contextOf(member.id, region);
    this.#contexts.set(name, context);
    if (KINDS.every((kind) => member[kind] === undefined)) return context;
    fillRegion(context, region, { ...member, startedAt: this.#parts.startedAt });
    this.#filled.add(name, () => {
      this.#contexts.delete(name);
    });
    return context;
  }

  #put({ roles, ...scene }: AlibabaAccountScene): void {
    const { id } = scene;
    const before = this.#byId.get(id);
    const management = id === this.#ownId;
    const joined = scene.joined ?? before?.joined ?? "created";
    if (KINDS.some((kind) => scene[kind] !== undefined)) this.#forget(id);
    this.#byId.set(id, {
      ...accountDefaults,
      management,
      joined,
      joinedAt: this.#parts.startedAt,
      name: `account-${id}`,
      status: joined === "created" ? "CreateSuccess" : "InviteSuccess",
      roles: management || joined === "invited" ? [] : [this.#roleOf("ResourceDirectoryAccountAccessRole")],
      ...before,
      ...scene,
      ...(roles !== undefined && { roles: roles.map((role) => this.#roleOf(role)) }),
    });
  }

  /** What an account has in every region begins anew. */
  #forget(id: string): void {
    for (const name of this.#contexts.keys()) if (name.startsWith(`${id} `)) this.#contexts.delete(name);
  }

  #roleOf(given: string | AlibabaRoleScene): AlibabaRole {
    const scene = typeof given === "string" ? { name: given } : given;
    return {
      name: scene.name,
      trusts: scene.trusts ?? [this.#ownId],
      externalId: scene.externalId,
      maxSessionSeconds: scene.maxSessionSeconds ?? 3600,
    };
  }
}
