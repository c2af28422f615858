import {
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  OrganizationsClient,
  type Account,
} from "@aws-sdk/client-organizations";
import { describe, expect, onTestFinished, test } from "vitest";
import type { AwsAccountScene, AwsOptions, LocalAws } from "../../src/index.ts";
import { refusal, startAws } from "../support/aws.ts";
import { sendRaw } from "../support/send-raw.ts";
import { signed } from "../support/sign-v4.ts";
import { assume, stsOf, type SdkCredentials } from "../support/sts.ts";

const lake: AwsAccountScene = {
  id: "222222222222",
  name: "data-lake",
  unit: "/Workloads/Prod",
  tags: { scope: "pci" },
};
const shop: AwsAccountScene = { id: "033333333333", name: "data-lake", unit: "/Workloads", joined: "INVITED" };
const old: AwsAccountScene = { id: "444444444444", state: "CLOSED" };

async function start(
  accounts: readonly AwsAccountScene[] = [lake, shop, old],
  options: AwsOptions = {},
): Promise<LocalAws> {
  const { aws } = await startAws(options, { seed: { aws: { accounts } } });
  return aws;
}

function clientOf({ endpoint, region, credentials }: LocalAws, others?: SdkCredentials): OrganizationsClient {
  const client = new OrganizationsClient({ endpoint, region, credentials: others ?? credentials, maxAttempts: 1 });
  onTestFinished(() => {
    client.destroy();
  });
  return client;
}

/** All accounts, page by page, and the number of pages. */
async function readAll(client: OrganizationsClient): Promise<readonly [readonly Account[], number]> {
  const accounts: Account[] = [];
  let pages = 0;
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListAccountsCommand({ NextToken }));
    accounts.push(...(page.Accounts ?? []));
    pages += 1;
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return [accounts, pages];
}

test("every account is listed with its state and path, the management account first", async () => {
  const aws = await start();
  const [accounts] = await readAll(clientOf(aws));
  expect(accounts.map(({ Id, Name, State, Status, JoinedMethod }) => [Id, Name, State, Status, JoinedMethod])).toEqual([
    [aws.account, `account-${aws.account}`, "ACTIVE", undefined, "CREATED"],
    [lake.id, "data-lake", "ACTIVE", undefined, "CREATED"],
    [shop.id, "data-lake", "ACTIVE", undefined, "INVITED"],
    [old.id, `account-${old.id}`, "CLOSED", undefined, "CREATED"],
  ]);
  expect(accounts[0]?.Paths).toEqual([`o-localclouds/r-loca/${aws.account}/`]);
  expect(accounts[1]?.Paths?.[0]).toMatch(/^o-localclouds\/r-loca\/ou-loca-\w{8}\/ou-loca-\w{8}\/222222222222\/$/);
  expect(accounts[1]?.Arn).toBe(`arn:aws:organizations::${aws.account}:account/o-localclouds/${lake.id}`);
  expect(accounts[1]?.JoinedTimestamp).toBeInstanceOf(Date);
});

test("the state can be in the retired field, in both, and paths can be missing", async () => {
  const before = await start([old], { settings: { accountStateFields: "status", organizationPaths: false } });
  const [[, closed]] = await readAll(clientOf(before));
  expect([closed?.State, closed?.Status, closed?.Paths]).toEqual([undefined, "SUSPENDED", undefined]);
  const between = await start([old], { settings: { accountStateFields: "both" } });
  const [[, both]] = await readAll(clientOf(between));
  expect([both?.State, both?.Status]).toEqual(["CLOSED", "SUSPENDED"]);
});

test("a page has 20 accounts at most, and can be empty while there are more", async () => {
  const many = Array.from({ length: 44 }, (_, index) => ({ id: String(500_000_000_000 + index) }));
  const [accounts, pages] = await readAll(clientOf(await start(many)));
  expect([accounts.length, pages]).toEqual([45, 3]);
  const withEmpty = clientOf(await start(many, { settings: { organizationEmptyPages: true } }));
  const first = await withEmpty.send(new ListAccountsCommand({ MaxResults: 20 }));
  expect([first.Accounts, typeof first.NextToken]).toEqual([[], "string"]);
  const [all, morePages] = await readAll(withEmpty);
  expect([all.length, morePages]).toEqual([45, 6]);
  expect((await refusal(withEmpty.send(new ListAccountsCommand({ MaxResults: 21 })))).name).toBe("ValidationException");
  expect((await refusal(withEmpty.send(new ListAccountsCommand({ NextToken: "x" })))).name).toBe(
    "InvalidInputException",
  );
});

test("units are listed below the root and below each other, and accounts directly in them", async () => {
  const aws = await start();
  const client = clientOf(aws);
  const { Roots = [] } = await client.send(new ListRootsCommand({}));
  const [{ Id: root = "" } = {}] = Roots;
  const unitsIn = async (ParentId: string): Promise<readonly string[][]> => {
    const { OrganizationalUnits = [] } = await client.send(new ListOrganizationalUnitsForParentCommand({ ParentId }));
    return OrganizationalUnits.map(({ Id = "", Name = "", Path = "" }) => [Id, Name, Path]);
  };
  const accountsIn = async (ParentId: string): Promise<unknown> => {
    const { Accounts = [] } = await client.send(new ListAccountsForParentCommand({ ParentId }));
    return Accounts.map(({ Id }) => Id);
  };
  const [[workloads = "", name, path] = []] = await unitsIn(root);
  expect([name, path]).toEqual(["Workloads", `o-localclouds/r-loca/${workloads}/`]);
  const [[prod = "", ...named] = []] = await unitsIn(workloads);
  expect(named).toEqual(["Prod", `o-localclouds/r-loca/${workloads}/${prod}/`]);
  expect(await unitsIn(prod)).toEqual([]);
  expect(await accountsIn(root)).toEqual([aws.account, old.id]);
  expect(await accountsIn(workloads)).toEqual([shop.id]);
  expect(await accountsIn(prod)).toEqual([lake.id]);
  expect((await refusal(accountsIn("ou-loca-00000000"))).name).toBe("ParentNotFoundException");
});

test("the tags of an account", async () => {
  const client = clientOf(await start());
  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceId: lake.id }));
  expect(Tags).toEqual([{ Key: "scope", Value: "pci" }]);
  const unknown = client.send(new ListTagsForResourceCommand({ ResourceId: "999999999999" }));
  expect((await refusal(unknown)).name).toBe("TargetNotFoundException");
});

describe("the caller", () => {
  const role = `arn:aws:iam::${lake.id}:role/OrganizationAccountAccessRole`;

  test("of a member account learns the management account only", async () => {
    const aws = await start();
    const member = clientOf(aws, await assume(stsOf(aws), role));
    for (const command of [new ListAccountsCommand({}), new ListRootsCommand({})]) {
      expect(await refusal(member.send(command))).toMatchObject({
        name: "AccessDeniedException",
        message: "You don't have permissions to access this resource.",
      });
    }
    const { Organization } = await member.send(new DescribeOrganizationCommand({}));
    expect(Organization).toMatchObject({ Id: "o-localclouds", MasterAccountId: aws.account });
  });

  test("of a delegated administrator lists all accounts", async () => {
    const aws = await start([{ ...lake, delegatedAdministrator: true }, shop]);
    expect((await readAll(clientOf(aws, await assume(stsOf(aws), role))))[0]).toHaveLength(3);
  });

  test("without an organization learns that there is none", async () => {
    const client = clientOf(await start([]));
    for (const command of [new ListAccountsCommand({}), new DescribeOrganizationCommand({})]) {
      expect(await refusal(client.send(command))).toMatchObject({
        name: "AWSOrganizationsNotInUseException",
        message: "Your account is not a member of an organization.",
      });
    }
  });

  test("can be denied, throttled and lied to", async () => {
    const denied = { accessKeyId: "AKIADENIED", secretAccessKey: "s", deniedOperations: ["ListAccounts"] };
    const aws = await start([lake], { quotas: { ListAccounts: 2 } });
    aws.addCredentials(denied);
    expect((await refusal(clientOf(aws, denied).send(new ListAccountsCommand({})))).message).toBe(
      "User: arn:aws:iam::111122223333:user/local-clouds is not authorized to perform: organizations:ListAccounts on " +
        "resource: * because no identity-based policy allows the organizations:ListAccounts action",
    );
    const client = clientOf(aws);
    await client.send(new ListAccountsCommand({}));
    expect((await refusal(client.send(new ListAccountsCommand({})))).name).toBe("TooManyRequestsException");
    aws.faults.add({ kind: "server-error-json", operation: "ListRoots", times: 1 });
    expect((await refusal(client.send(new ListRootsCommand({})))).name).toBe("ServiceException");
  });
});

test("requests are signed for the service, and unknown operations are named", async () => {
  const aws = await start();
  const request = {
    method: "POST",
    target: "/",
    headers: {
      host: new URL(aws.endpoint).host,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AWSOrganizationsV20161128.ListAccounts",
    },
    body: "{}",
  };
  const { status } = await sendRaw(aws.endpoint, signed(request, { service: "organizations", ...aws.credentials }));
  expect(status).toBe(200);
  const forKms = await sendRaw(aws.endpoint, signed(request, { service: "kms", ...aws.credentials }));
  expect([forKms.status, forKms.body]).toEqual([400, expect.stringContaining("InvalidSignatureException") as unknown]);
  const headers = { ...request.headers, "x-amz-target": "AWSOrganizationsV20161128.CloseAccount" };
  const unknown = await sendRaw(
    aws.endpoint,
    signed({ ...request, headers }, { service: "organizations", ...aws.credentials }),
  );
  expect(unknown.body).toContain("Operations of organizations are DescribeOrganization, ListAccounts,");
});
