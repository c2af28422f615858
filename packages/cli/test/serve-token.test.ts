import { parseAccess } from "@crosstag/config/access";
import { hashToken } from "@crosstag/service";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { runMain } from "./run-main.ts";

interface Printed {
  readonly token: string;
  readonly tokens: readonly { readonly name: string; readonly hash: string }[];
}

test("`crosstag serve token` prints a token once, and an entry for the access file that its hash is in", async () => {
  const { exitCode, stdout, stderr } = await runMain(["serve", "token", "--name", "team-payments"]);
  expect([exitCode, stderr]).toEqual([0, ""]);
  const { token, tokens } = parse(stdout) as Printed;
  expect(token).toMatch(/^ct_[\w-]{43}$/);
  expect(tokens).toEqual([{ name: "team-payments", hash: hashToken(token), operations: ["read"] }]);
  const entry = stdout.slice(stdout.indexOf("tokens:"));
  expect(entry).not.toContain(token);
  expect(parseAccess(`version: 1\n${entry}`, "access.yaml").tokens[0]?.hash).toBe(hashToken(token));

  const json = JSON.parse((await runMain(["serve", "token", "-o", "json"])).stdout) as Record<string, string>;
  expect(json).toEqual({
    formatVersion: 1,
    name: "my-team",
    token: json["token"],
    hash: hashToken(json["token"] ?? ""),
  });
  expect(json["token"]).not.toBe(token);
});

test("a name that no caller can have is refused", async () => {
  const refused = await runMain(["serve", "token", "--name", "two words"]);
  expect([refused.exitCode, refused.stdout]).toEqual([64, ""]);
  expect(refused.stderr).toContain("--name must be at most 64 letters, digits and . _ @ -");
  expect((await runMain(["serve", "token", "--name", "console"])).stderr).toContain("must not be console");
});
