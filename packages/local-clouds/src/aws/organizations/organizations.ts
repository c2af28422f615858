import type { AwsAccountState } from "../accounts/account-scene.ts";
import type { AwsAccounts, AwsMember } from "../accounts/aws-accounts.ts";
import { awsError } from "../protocol/aws-error.ts";
import { JsonService, type JsonCall, type JsonOperation, type ServiceParts } from "../protocol/json-service.ts";
import { tokenPage, type TokenPage } from "../protocol/token-page.ts";
import { emailOf, OrganizationTree } from "./organization-tree.ts";

const accountsOnAPage = 20;
const rootOrUnit = /^(?:r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/;

/** The retired field has fewer values. A closed account counted as suspended. */
const retiredStatuses: Readonly<Record<AwsAccountState, string>> = {
  PENDING_ACTIVATION: "PENDING_ACTIVATION",
  ACTIVE: "ACTIVE",
  SUSPENDED: "SUSPENDED",
  PENDING_CLOSURE: "PENDING_CLOSURE",
  CLOSED: "SUSPENDED",
};

/**
 * The reading part of AWS Organizations. Texts of refusals as recorded (verified 2026-11-29). AWS publishes the names,
 * but not the numbers of its request quotas.
 */
export function createOrganizations(parts: ServiceParts): JsonService {
  const { accounts } = parts;
  const tree = new OrganizationTree(accounts);
  return new JsonService(
    {
      name: "organizations",
      targetPrefix: "AWSOrganizationsV20161128.",
      throttled: [
        "TooManyRequestsException",
        "You have sent too many requests in too short a period of time. Try again later.",
      ],
      fault: ["ServiceException", "An internal error occurred. Try again later."],
      operations: {
        DescribeOrganization: unlimited(() => {
          requireOrganization(accounts);
          return { Organization: tree.organization };
        }),
        ListAccounts: forAdministrators(accounts, (call) => {
          const { items, rest } = page(accounts.list(), call, "ListAccounts");
          return { Accounts: items.map((member) => accountEntry(member, tree)), ...rest };
        }),
        ListRoots: forAdministrators(accounts, (call) => {
          const { items, rest } = page([tree.root], call, "ListRoots");
          return { Roots: items, ...rest };
        }),
        ListOrganizationalUnitsForParent: forAdministrators(accounts, (call) => {
          const path = parentIn(call, tree);
          const { items, rest } = page(tree.unitsIn(path), call, `units ${path}`);
          return {
            OrganizationalUnits: items.map(({ id, arn, name, path: Path }) => ({
              Id: id,
              Arn: arn,
              Name: name,
              ...(call.member.kms.settings.organizationPaths && { Path }),
            })),
            ...rest,
          };
        }),
        ListAccountsForParent: forAdministrators(accounts, (call) => {
          const path = parentIn(call, tree);
          const { items, rest } = page(tree.accountsIn(path), call, `accounts ${path}`);
          return { Accounts: items.map((member) => accountEntry(member, tree)), ...rest };
        }),
        ListTagsForResource: forAdministrators(accounts, ({ parameters }) => {
          const id = parameters.string("ResourceId", { maximum: 130 });
          parameters.check();
          const member = accounts.find(id);
          if (member === undefined) {
            throw awsError("TargetNotFoundException", "You specified a target that doesn't exist.");
          }
          return { Tags: Object.entries(member.tags).map(([Key, Value]) => ({ Key, Value })) };
        }),
      },
    },
    parts,
  );
}

function unlimited(run: JsonOperation["run"]): JsonOperation {
  return { requestsPerSecond: Infinity, run };
}

/** An operation of the management account and of delegated administrators. */
function forAdministrators(accounts: AwsAccounts, run: JsonOperation["run"]): JsonOperation {
  return unlimited((call) => {
    requireOrganization(accounts);
    const { management, delegatedAdministrator } = call.member;
    if (!management && !delegatedAdministrator) {
      throw awsError("AccessDeniedException", "You don't have permissions to access this resource.");
    }
    return run(call);
  });
}

function requireOrganization(accounts: AwsAccounts): void {
  if (accounts.isOrganization) return;
  throw awsError("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.");
}

function parentIn({ parameters }: JsonCall, tree: OrganizationTree): string {
  const parent = parameters.string("ParentId", { maximum: 100, pattern: rootOrUnit });
  parameters.check();
  const path = tree.pathOf(parent);
  if (path === undefined) {
    throw awsError("ParentNotFoundException", "You specified a root or organizational unit that doesn't exist.");
  }
  return path;
}

function page<T>(all: readonly T[], { member, parameters }: JsonCall, scope: string): TokenPage<T> {
  return tokenPage(all, parameters, scope, {
    maximum: accountsOnAPage,
    invalidToken: "InvalidInputException",
    emptyPages: member.kms.settings.organizationEmptyPages,
  });
}

function accountEntry(member: AwsMember, tree: OrganizationTree): Readonly<Record<string, unknown>> {
  const { accountStateFields, organizationPaths } = member.kms.settings;
  return {
    Id: member.id,
    Arn: tree.arnOf(member),
    Email: emailOf(member),
    Name: member.name,
    ...(accountStateFields !== "status" && { State: member.state }),
    ...(accountStateFields !== "state" && { Status: retiredStatuses[member.state] }),
    ...(organizationPaths && { Paths: [tree.idPathOf(member)] }),
    JoinedMethod: member.joined,
    JoinedTimestamp: member.joinedAt / 1000,
  };
}
