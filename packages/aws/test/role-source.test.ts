import { expect, test } from "vitest";
import { makeClient } from "../src/create-driver.ts";
import { AwsRoleSource, type RoleSourceParts } from "../src/role-source.ts";
import { startAnsweringServer } from "./support/answering-server.ts";
import { CREDENTIALS } from "./support/drive.ts";

const ROLE = "arn:aws:iam::222233334444:role/Audit";

const QUESTION = { role: ROLE, account: "222233334444", externalId: undefined };

function sessionOf(account: string, end: string): string {
  return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
    <AssumedRoleUser><Arn>arn:aws:sts::${account}:assumed-role/Audit/crosstag</Arn><AssumedRoleId>A:c</AssumedRoleId></AssumedRoleUser>
    <Credentials><AccessKeyId>AKIACANARYACCESSKEY0</AccessKeyId><SecretAccessKey>canary</SecretAccessKey>
    <SessionToken>canary</SessionToken><Expiration>${end}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
}

async function openSource(endpoint: string) {
  const { client } = await makeClient({ region: "eu-central-1", endpoint, credentials: CREDENTIALS });
  const asked = new AwsRoleSource({
    base: client,
    region: "eu-central-1",
    partition: "aws",
    endpoint,
    session: {},
    searchOf: () => ({ source: { kind: "environment" }, roles: [] }),
    originOf: () => ({}),
  });
  return { client, asked };
}

/** Explaining an answer takes none of the clients. */
const source = new AwsRoleSource({
  searchOf: () => ({ source: { kind: "environment" }, roles: [] }),
  session: {},
} as unknown as RoleSourceParts);

const denied = (message: string) => source.explain(ROLE, Object.assign(new Error(message), { name: "AccessDenied" }));

// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html (2026-11-29)
test.each([
  [
    `User: arn:aws:sts::999988887777:assumed-role/ci/jane@example.com is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
    `AWS STS did not allow the role ${ROLE} to be assumed.`,
    "names the caller arn:aws:sts::999988887777:assumed-role/ci and the external id",
  ],
  [
    `User: arn:aws-cn:iam::999988887777:user/ops/ci is not authorized to perform: sts:AssumeRole on resource: ${ROLE} with an explicit deny in a service control policy`,
    `AWS STS did not allow the role ${ROLE} to be assumed: a service control policy denies it.`,
    "does not deny sts:AssumeRole to the caller arn:aws-cn:iam::999988887777:user/ops/ci.",
  ],
  [
    "Access denied to <script>",
    `AWS STS did not allow the role ${ROLE} to be assumed.`,
    "its trust policy names the caller and the external id",
  ],
])("a role that is denied names the caller and the policy, as far as AWS STS does: %s", async (text, message, hint) => {
  const problem = await denied(text);
  expect(problem).toMatchObject({ message, denied: true });
  expect(problem.hint).toContain(hint);
  expect(problem.hint).not.toMatch(/jane|script/);
});

test.each([
  ["333344445555", "2026-11-30T12:00:00Z", "AWS STS returned a session of another account than 222233334444."],
  ["222233334444", "soon", `AWS STS returned an answer for the role ${ROLE} that cannot be read.`],
])("a session of the account %s that ends at %s is not used", async (account, end, message) => {
  await using server = await startAnsweringServer((_, response) => {
    response.setHeader("Content-Type", "text/xml").end(sessionOf(account, end));
  });
  const { client, asked } = await openSource(server.endpoint);
  const error: unknown = await asked.ask(QUESTION, new AbortController().signal).catch((reason: unknown) => reason);
  expect((await asked.explain(ROLE, error)).message).toContain(message);
  client.destroy();
});

test("a clock of this computer that is 20 minutes off is corrected, and both roles that were asked for are assumed", async () => {
  const aheadMs = 20 * 60_000;
  let refused = 0;
  await using server = await startAnsweringServer(({ headers }, response) => {
    const signed = String(headers["x-amz-date"]).replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5");
    const now = Date.now() + aheadMs;
    response.setHeader("Content-Type", "text/xml").setHeader("Date", new Date(now).toUTCString());
    if (now - Date.parse(signed) < 15 * 60_000)
      return response.end(sessionOf(QUESTION.account, "2099-01-01T00:00:00Z"));
    refused += 1;
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html (2026-11-30)
    return response.writeHead(403).end(
      `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code>
      <Message>Signature expired: 1 is now earlier than 2</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
    );
  });
  const { client, asked } = await openSource(server.endpoint);
  const { signal } = new AbortController();
  const sessions = await Promise.all([asked.ask(QUESTION, signal), asked.ask(QUESTION, signal)]);
  expect(sessions.map(({ credentials }) => credentials.accessKeyId)).toEqual(Array(2).fill("AKIACANARYACCESSKEY0"));
  await asked.ask(QUESTION, signal);
  expect(refused).toBe(2);
  client.destroy();
});
