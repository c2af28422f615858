import { expect, it } from "vitest";
import { CrosstagError } from "../../src/model/crosstag-error.ts";
import { unlistedWarnings } from "../../src/planner/unlisted-warnings.ts";

const refused = (message: string) => new CrosstagError({ code: "access-denied", message });

/** Nothing of these accounts and regions could be listed, for one reason. */
function places(accounts: readonly string[], regions: readonly string[], error = refused("It is refused.")) {
  return accounts.flatMap((account) => regions.map((region) => ({ provider: "memory", account, region, error })));
}

const texts = (...given: Parameters<typeof unlistedWarnings>[0][]) =>
  unlistedWarnings(given.flat(), (kind) => `${kind}s`).map(({ message }) => message);

it("warns once of what has one reason, and names each account", () => {
  const [first, second] = [refused("The role of 1 is refused."), refused("The role of 2 is refused.")];
  expect(texts(places(["1"], ["a", "b", "c"], first), places(["2"], ["a"], second))).toEqual([
    "There may be more: the resources of memory/1 (3 regions) could not be listed completely: The role of 1 is refused.",
    "There may be more: the resources of memory/2/a could not be listed completely: The role of 2 is refused.",
  ]);
  expect(texts(places(["1", "2"], ["a"]))).toEqual([
    "There may be more: the resources of memory/1/a, memory/2/a could not be listed completely: It is refused.",
  ]);
  const many = Array.from({ length: 12 }, (_, index) => String(index));
  expect(texts(places(many, ["a"]))[0]).toContain("memory/9/a, and 2 more could");
});

it("names the service and the kind, and clouds whose account is not known by their regions", () => {
  const [one, other] = places(["1"], ["a", "b"]).map((place) => ({ ...place, service: "vault", kind: "secret" }));
  if (one === undefined || other === undefined) throw new Error("There are two places.");
  expect(texts([one, other])[0]).toContain("the secrets of memory/1 (vault, 2 regions) could");
  expect(texts([one])[0]).toContain("the secrets of memory/1/a/vault could");
  const { account: _, ...unknown } = one;
  expect(texts([unknown, { ...unknown, region: "b" }])[0]).toContain("memory/a/vault, memory/b/vault could");
});
