import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AccessPermissions } from "@crosstag/config/access";
import { OPERATIONS } from "@crosstag/operations";
import { expect, onTestFinished, test } from "vitest";
import type { ResourcePlace } from "../src/caller.ts";
import { openAccess } from "../src/access/open-access.ts";
import { permittedCaller } from "../src/access/permitted-caller.ts";
import { readAccessFile } from "../src/access/read-access-file.ts";
import { createToken, hashToken } from "../src/access/token.ts";
import { ServiceError } from "../src/http/service-error.ts";

const DAY = new Date("2026-12-31T12:00:00Z");

function refusalOf(act: () => unknown): ServiceError {
  try {
    act();
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
  throw new Error("It was allowed.");
}

/** Undefined: it was allowed. */
function lackedPermission(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return (error as ServiceError).permission;
  }
}

const bearer = (value: string) => ({ headers: new Headers({ Authorization: value }) });

test("a token is 256 random bits, and the file has only its hash", () => {
  const { token, hash } = createToken((size) => new Uint8Array(size).fill(255));
  expect(token).toBe(`ct_${"_".repeat(42)}8`);
  // sha256sum of these characters.
  expect(hash).toBe("sha256:2c6a82e88410543014f1608d90fe375015370a4f1b5e64c055bcf37b23fe374f");
  expect(createToken(randomBytes).token).not.toBe(createToken(randomBytes).token);
});

test("the caller is found by its token, and everything else is refused with a challenge", () => {
  const one = createToken(randomBytes);
  const other = createToken(randomBytes);
  const access = openAccess(
    {
      tokens: [
        { name: "one", hash: one.hash, operations: ["*"] },
        { name: "other", hash: other.hash, operations: ["read"], expires: "2026-12-30" },
      ],
      accessKeys: [],
    },
    { secrets: new Map(), now: () => DAY },
  );
  expect(access.authenticate(bearer(`Bearer ${one.token}`)).name).toBe("one");
  expect(access.authenticate(bearer(`bearer  ${one.token}`)).name).toBe("one");
  const expired = refusalOf(() => access.authenticate(bearer(`Bearer ${other.token}`)));
  expect(expired).toMatchObject({ code: "unauthenticated", message: "The token or access key of other has expired." });
  expect(expired.headers["WWW-Authenticate"]).toContain("invalid_token");

  // An access key comes without `authenticate`.
  const ended = named({ expires: "2026-12-30" });
  expect(refusalOf(() => ended.allowOperation("list-tags")).code).toBe("unauthenticated");

  const missing = refusalOf(() => access.authenticate({ headers: new Headers() }));
  expect(missing).toMatchObject({
    code: "unauthenticated",
    headers: { "WWW-Authenticate": 'Bearer realm="crosstag"' },
  });
  const unknown = createToken(randomBytes).token;
  for (const value of [
    `Bearer ${unknown}`,
    `Bearer ${one.hash}`,
    `Bearer ${one.token}x`,
    `Bearer ${one.token.toUpperCase()}`,
    `Bearer ${one.token} ${one.token}`,
    `Basic ${one.token}`,
    one.token,
    "Bearer ct_",
    "Bearer ",
  ]) {
    const error = refusalOf(() => access.authenticate(bearer(value)));
    expect(error).toMatchObject({ code: "unauthenticated" });
    expect(error.headers["WWW-Authenticate"]).toBe('Bearer realm="crosstag", error="invalid_token"');
    expect(JSON.stringify([error, error.headers])).not.toContain(one.token);
  }
});

const named = (permissions: Partial<AccessPermissions>, now = () => DAY) =>
  permittedCaller({ name: "ann", operations: ["*"], ...permissions }, now);

test("operations are allowed by name, by group, or all", () => {
  const allowedTo = (operations: readonly string[]) =>
    OPERATIONS.filter(({ name }) => {
      try {
        named({ operations }).allowOperation(name);
        return true;
      } catch {
        return false;
      }
    }).map(({ name }) => name);
  expect(allowedTo(["*"])).toEqual(OPERATIONS.map(({ name }) => name));
  expect(allowedTo(["tag-resource", "list-tags"])).toEqual(["tag-resource", "list-tags"]);
  expect(allowedTo(["plan"])).toEqual(["make-plan", "approve-plan", "delete-plan"]);
  expect(allowedTo(["delete"])).toEqual(["delete-key-material"]);
  expect(allowedTo(["metrics"])).toEqual([]);
  expect(allowedTo(["read", "write"])).not.toContain("delete-key-material");
  const refused = refusalOf(() => named({ operations: ["read"] }).allowOperation("tag-resource"));
  expect(refused).toMatchObject({
    code: "access-denied",
    permission: "operations: tag-resource",
    message: "The caller ann cannot use tag-resource. Nothing was sent.",
  });
  expect(named({ operations: ["read"] }).mayReadMetrics).toBe(false);
  expect(named({ operations: ["metrics"] }).mayReadMetrics).toBe(true);
});

const PRODUCTION: ResourcePlace = {
  provider: "aws",
  cloudNames: ["production", "production/111122223333", "production/111122223333/eu-central-1"],
  account: "111122223333",
};
const CHINA: ResourcePlace = { provider: "alibaba", cloudNames: ["china"] };

test.each([
  [{}, "all", undefined],
  [{ clouds: ["aws", "china"], tagKeys: ["team", "cost-*"] }, ["team", "cost-center"], undefined],
  [{ clouds: ["production/1111*/eu-*", "ch*"] }, ["team"], undefined],
  [{ clouds: ["production"] }, ["team"], "clouds: china"],
  [{ clouds: ["alibaba", "production/*/us-*"] }, ["team"], "clouds: production"],
  [{ accounts: ["111122223333"] }, ["team"], "accounts"],
  [{ accounts: ["1234567890"] }, ["team"], "accounts: 111122223333"],
  [{ tagKeys: ["team"] }, ["team", "Team"], "tagKeys: Team"],
  [{ tagKeys: ["cost-*"] }, "all", "tagKeys: *"],
] as const)("changes: %j and the tag keys %j: %s", (permissions, tagKeys, permission) => {
  const caller = named(permissions);
  expect(lackedPermission(() => caller.allowChange([PRODUCTION, CHINA], tagKeys))).toBe(permission);
});

test("what a caller may see depends on its clouds and accounts, and not on tag keys", () => {
  expect(named({ tagKeys: ["team"] }).maySee(PRODUCTION)).toBe(true);
  expect(named({ clouds: ["china"] }).maySee(PRODUCTION)).toBe(false);
  expect(named({ accounts: ["111122223333"] }).maySee(PRODUCTION)).toBe(true);
  expect(named({ accounts: ["111122223333"] }).maySee(CHINA)).toBe(false);
  // A cloud whose account is not known yet may have something to see.
  const { account: _, ...unknown } = PRODUCTION;
  const seen = (limits: object) =>
    [unknown, { ...unknown, anyAccount: true }].map((place) => named(limits).maySee(place));
  expect(seen({ accounts: ["111122223333"] })).toEqual([false, true]);
  expect(seen({ clouds: ["china"] })).toEqual([false, false]);
});

test("requests over the rate of a caller are refused with the time to wait, also for operations that are not allowed", () => {
  let now = DAY.getTime();
  const caller = named({ operations: ["read"], requestsPerSecond: 2 }, () => new Date(now));
  caller.allowOperation("list-tags");
  expect(refusalOf(() => caller.allowOperation("tag-resource")).code).toBe("access-denied");
  const refused = refusalOf(() => caller.allowOperation("list-tags"));
  expect(refused).toMatchObject({ code: "throttled", retry: "throttled", headers: { "Retry-After": "1" } });
  now += 500;
  caller.allowOperation("list-tags");
  expect(refusalOf(() => caller.allowOperation("list-tags")).code).toBe("throttled");
  now -= 10_000;
  expect(refusalOf(() => caller.allowOperation("list-tags")).code).toBe("throttled");
  now += 3_600_000;
  for (let turn = 0; turn < 2; turn += 1) caller.allowOperation("list-tags");
  expect(refusalOf(() => caller.allowOperation("list-tags")).code).toBe("throttled");

  const slow = named({ requestsPerSecond: 0.1 }, () => new Date(now));
  slow.allowOperation("check");
  expect(refusalOf(() => slow.allowOperation("check")).headers).toEqual({ "Retry-After": "10" });
});

test("secrets of access keys are read from where the file says, if only its user can read them", async () => {
  const folder = await mkdtemp(join(tmpdir(), "crosstag-access-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "access.yaml");
  const secretPath = join(folder, "signer.secret");
  await writeFile(
    path,
    `version: 1
accessKeys:
  - { name: signer, id: CTAKEXAMPLE000000001, secret: { file: signer.secret }, operations: ["*"] }
  - name: other
    id: CTAKEXAMPLE000000002
    secret: { environment: OTHER_SECRET }
    operations: [read]
    deletableKeyMaterial: ["arn:aws:kms:eu-central-1:111122223333:key/1"]
`,
  );
  const environment = { OTHER_SECRET: "another-secret-of-thirty-chars" };
  const problem = async (given: Readonly<Record<string, string>> = environment) =>
    readAccessFile(path, given).then(
      () => "read",
      (error: unknown) => (error as Error).message,
    );
  expect(await problem()).toMatch(/^The secret of the access key signer cannot be read from .*signer\.secret: /);
  await writeFile(secretPath, "the-canary-secret-of-this-key\n", { mode: 0o600 });
  expect(await problem({})).toBe(
    "The secret of the access key other is missing: the environment variable OTHER_SECRET is not set.",
  );
  expect(await problem({ OTHER_SECRET: "short" })).toContain("is not at least 20 ASCII characters");
  await chmod(secretPath, 0o640);
  // Windows has no such modes.
  expect(process.platform === "win32" || (await problem()).includes("has the mode 640")).toBe(true);
  await chmod(secretPath, 0o600);

  const { configuration, secrets } = await readAccessFile(path, environment);
  const access = openAccess(configuration, { secrets, now: () => DAY });
  expect(access.findKey("CTAKEXAMPLE000000001")).toMatchObject({
    secretAccessKey: "the-canary-secret-of-this-key",
    caller: { name: "signer" },
  });
  expect(access.findKey("CTAKEXAMPLE000000002")?.deletableKeyMaterial).toHaveLength(1);
  expect(access.findKey("CTAKEXAMPLE000000003")).toBeUndefined();
  expect(() => access.authenticate(bearer("Bearer the-canary-secret-of-this-key"))).toThrow("no token of this service");
  expect(hashToken("ct_")).toMatch(/^sha256:[0-9a-f]{64}$/);
});
