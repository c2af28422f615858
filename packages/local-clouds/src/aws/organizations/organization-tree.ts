import { createHash } from "node:crypto";
import type { AwsAccounts, AwsMember } from "../accounts/aws-accounts.ts";

const organizationId = "o-localclouds";
const rootId = "r-loca";

/** An organizational unit. */
export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  /** From the organization to the unit: `o-…/r-…/ou-…/`. */
  readonly path: string;
}

/** The organization of a cloud: ids, units, and what they contain. Ids of units are a function of their paths. */
export class OrganizationTree {
  readonly #accounts: AwsAccounts;

  constructor(accounts: AwsAccounts) {
    this.#accounts = accounts;
  }

  get organization(): Readonly<Record<string, unknown>> {
    const { id } = this.#accounts.own;
    return {
      Id: organizationId,
      Arn: this.#arn("organization"),
      FeatureSet: "ALL",
      MasterAccountArn: `${this.#arn("account")}/${id}`,
      MasterAccountId: id,
      MasterAccountEmail: emailOf(this.#accounts.own),
      AvailablePolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }],
    };
  }

  get root(): Readonly<Record<string, unknown>> {
    return { Id: rootId, Arn: `${this.#arn("root")}/${rootId}`, Name: "Root", PolicyTypes: [] };
  }

  /** The path of names of the root or of a unit with this id; undefined if there is none. */
  pathOf(id: string): string | undefined {
    return id === rootId ? "/" : [...this.#unitPaths()].find((path) => unitId(path) === id);
  }

  /** The units directly in the root or in a unit. */
  unitsIn(path: string): readonly Unit[] {
    return [...this.#unitPaths()].filter((unit) => parentOf(unit) === path).map((unit) => this.#unit(unit));
  }

  /** The accounts directly in the root or in a unit. */
  accountsIn(path: string): readonly AwsMember[] {
    return this.#accounts.list().filter(({ unit }) => unit === path);
  }

  arnOf({ id }: AwsMember): string {
    return `${this.#arn("account")}/${id}`;
  }

  /** From the organization to an account: `o-…/r-…/ou-…/111122223333/`. */
  idPathOf({ id, unit }: AwsMember): string {
    return `${idPath(unit)}${id}/`;
  }

  #unit(path: string): Unit {
    const id = unitId(path);
    return { id, name: path.slice(path.lastIndexOf("/") + 1), arn: `${this.#arn("ou")}/${id}`, path: idPath(path) };
  }

  /** The paths of all units that accounts are in, with those above them. */
  #unitPaths(): ReadonlySet<string> {
    return new Set(this.#accounts.list().flatMap(({ unit }) => unitsOnTheWay(unit)));
  }

  #arn(kind: string): string {
    return `arn:aws:organizations::${this.#accounts.own.id}:${kind}/${organizationId}`;
  }
}

export function emailOf({ id }: AwsMember): string {
  return `${id}@accounts.example`;
}

/** `/A`, `/A/B` for `/A/B`. */
function unitsOnTheWay(path: string): string[] {
  const names = path.split("/").slice(1);
  return path === "/" ? [] : names.map((_, index) => `/${names.slice(0, index + 1).join("/")}`);
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

function unitId(path: string): string {
  return `ou-loca-${createHash("sha256").update(path).digest("hex").slice(0, 8)}`;
}

function idPath(path: string): string {
  return `${[organizationId, rootId, ...unitsOnTheWay(path).map(unitId)].join("/")}/`;
}
