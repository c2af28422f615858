import type { Failure } from "@crosstag/core/driver";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { credentialFailure, CredentialProblem, CredentialSupply, RoleSessions, type RoleSource } from "../src/index.ts";

interface Made {
  readonly id: string;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const ROLE = { name: "Audit" };

let now = 0;

beforeEach(() => {
  now = 0;
  vi.spyOn(Date, "now").mockImplementation(() => now);
  vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => void vi.restoreAllMocks());

/** Lets questions under way be answered. */
const settle = () => new Promise(setImmediate);

/** Credentials of the entry, which a person can replace. */
function baseOf(file: { id: string }): CredentialSupply<Made> {
  return new CredentialSupply<Made>(
    {
      ask: async () => {
        if (file.id === "") throw new Error("no credentials");
        return { id: file.id };
      },
      forget: () => {},
      explain: async () => new CredentialProblem("There are no credentials.", "Log in."),
      describe: () => "the test",
      renewalHint: () => undefined,
      identityOf: ({ id }) => ({ accessKeyId: id, session: undefined }),
      lifetimeOf: () => ({}),
    },
    { timeoutMs: 10_000, name: "production" },
  );
}

/** A token service with sessions of an hour. `refusalOf` says why it refuses a question; undefined: it does not. */
function service(
  refusalOf: (role: string, caller: string) => string | undefined,
  base: Pick<CredentialSupply<Made>, "get">,
) {
  const asked: string[] = [];
  const source: RoleSource<Made> = {
    fullNameOf: (account, name) => `${account}/${name}`,
    identityOf: ({ id }) => ({ accessKeyId: id, session: undefined }),
    ask: async ({ role }) => {
      asked.push(role);
      const refusal = refusalOf(role, (await base.get()).id);
      if (refusal !== undefined) throw new Error(refusal);
      return { credentials: { id: `${role}@${now / MINUTE_MS}` }, endsAt: now + HOUR_MS };
    },
    explain: async (role, error) =>
      String(error).includes("denied")
        ? new CredentialProblem(`No access to ${role}.`, "Allow it.", { denied: true })
        : new CredentialProblem(`${role} failed.`, "Try again."),
    refuses: (error) => String(error).includes("denied"),
    classify: (error): Failure => ({
      ...(String(error).includes("unreachable") && { unreachable: true }),
      code: String(error).includes("expired") ? "unauthenticated" : "access-denied",
      retry: "no",
      applied: "no",
      scope: "call",
      message: "The session has expired.",
      hint: "Log in again.",
    }),
  };
  return { source, asked };
}

function open(
  refusalOf: (role: string, caller: string) => string | undefined = () => undefined,
  file = { id: "base" },
) {
  const base = baseOf(file);
  const { source, asked } = service(refusalOf, base);
  const identify = async () => {
    // The role of no account.
    const refusal = refusalOf("", (await base.get()).id);
    if (refusal !== undefined) throw new Error(refusal);
    return { account: "1" };
  };
  const sessions = new RoleSessions(source, { base, owner: { identify }, name: "production", timeoutMs: 10_000 });
  const get = async (account: string) => (await sessions.supplyFor(account, ROLE).get()).id;
  const problemOf = (account: string) => get(account).then(String, (error: CredentialProblem) => error);
  return { sessions, asked, get, problemOf, base };
}

test("the regions of an account share one session, however many ask at once", async () => {
  const { sessions, asked, get } = open();
  expect(sessions.supplyFor("1", ROLE)).toBe(sessions.supplyFor("1", ROLE));
  expect(await Promise.all([get("1"), get("1"), get("2"), get("1")])).toEqual([
    "1/Audit@0",
    "1/Audit@0",
    "2/Audit@0",
    "1/Audit@0",
  ]);
  expect(asked).toEqual(["1/Audit", "2/Audit"]);
});

test("a session is renewed ten minutes before its end without making a call wait, and serves until then if that fails", async () => {
  let refusal: string | undefined;
  const { asked, get, problemOf } = open(() => refusal);
  expect(await get("1")).toBe("1/Audit@0");
  now = 49 * MINUTE_MS;
  expect(await get("1")).toBe("1/Audit@0");
  await settle();
  expect(asked).toHaveLength(1);

  refusal = "failed";
  now = 51 * MINUTE_MS;
  expect(await get("1")).toBe("1/Audit@0");
  await settle();
  // Not with every call: a token service that fails is not asked again at once.
  now += 5_000;
  expect(await get("1")).toBe("1/Audit@0");
  await settle();
  expect(asked).toHaveLength(2);
  now = 59 * MINUTE_MS;
  expect(await get("1")).toBe("1/Audit@0");
  await settle();
  expect(asked).toHaveLength(3);

  refusal = undefined;
  now = 59.5 * MINUTE_MS;
  expect(await get("1")).toBe("1/Audit@0");
  await settle();
  expect(await get("1")).toBe("1/Audit@59.5");

  refusal = "failed";
  now = 119.5 * MINUTE_MS;
  expect(await problemOf("1")).toMatchObject({ message: "production/1: 1/Audit failed." });
});

test("a role that may not be assumed is asked for once, and what is missing is a permission in that account", async () => {
  const { asked, problemOf, get } = open((role) => (role.startsWith("2/") ? "denied" : undefined));
  const problem = await problemOf("2");
  expect(problem).toMatchObject({ message: "production/2: No access to 2/Audit." });
  expect(credentialFailure(problem as CredentialProblem)).toMatchObject({ code: "access-denied", scope: "account" });
  expect(await problemOf("2")).toMatchObject({ message: "production/2: No access to 2/Audit." });
  expect(await get("1")).toBe("1/Audit@0");
  expect(asked).toEqual(["2/Audit", "1/Audit"]);
});

test("credentials of the entry that have ended are asked for again, and the session is created with the new ones", async () => {
  const file = { id: "old" };
  const { asked, get, base } = open((_, caller) => (caller === "old" ? "expired" : undefined), file);
  await base.get();
  file.id = "new";
  expect(await get("1")).toBe("1/Audit@0");
  expect(await get("2")).toBe("2/Audit@0");
  expect(asked).toEqual(["1/Audit", "1/Audit", "2/Audit"]);
});

test("credentials of the entry that stay ended, or are gone, are one problem, the same for every account", async () => {
  const file = { id: "old" };
  const { problemOf } = open(() => "expired", file);
  const problems = [await problemOf("1"), await problemOf("2")];
  for (const problem of problems) {
    expect(problem).toMatchObject({ message: "production: The session has expired.", hint: "Log in again." });
    expect(credentialFailure(problem as CredentialProblem)).toMatchObject({ code: "unauthenticated", entry: true });
  }
  // A token service can answer so because of the account of a role.
  const elsewhere = open((role) => (role.startsWith("2/") ? "expired" : undefined));
  expect(await elsewhere.problemOf("2")).toMatchObject({ message: "production/2: 2/Audit failed.", ofEntry: false });
  expect(await elsewhere.get("1")).toBe("1/Audit@0");
  const gone = open(undefined, { id: "" });
  expect(await gone.problemOf("1")).toMatchObject({ message: "production: There are no credentials.", ofEntry: true });
  expect(gone.asked).toEqual([]);
});

test("a service that does not answer is asked by one at a time, and the others get its failure at once", async () => {
  let refusal: string | undefined = "unreachable";
  const { asked, get, problemOf } = open(() => refusal);
  for (const account of ["1", "2", "3"]) await problemOf(account);
  expect(asked).toHaveLength(3);
  const rest = await Promise.all(Array.from({ length: 200 }, (_, number) => problemOf(`rest-${number}`)));
  expect(asked).toHaveLength(3);
  // Each account is named with its own role.
  expect(rest[7]).toMatchObject({ message: "production/rest-7: rest-7/Audit failed." });
  // After that time one asks, and the others wait for what it finds out.
  now += 1_500;
  await Promise.all(["4", "5", "6"].map(problemOf));
  expect(asked).toHaveLength(4);
  refusal = undefined;
  now += 1_500;
  expect(await get("7")).toContain("7/Audit");
  expect(await Promise.all([get("8"), get("9")])).toHaveLength(2);
  // A refusal is an answer.
  refusal = "denied";
  for (const account of ["10", "11", "12", "13"]) await problemOf(account);
  expect(asked.slice(-4)).toEqual(["10/Audit", "11/Audit", "12/Audit", "13/Audit"]);
});
