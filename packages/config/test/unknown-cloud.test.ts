import { unknownCloud } from "@crosstag/config/hints";
import { parsePolicy } from "@crosstag/config/policy";
import { expect, test } from "vitest";

const KNOWN = {
  providers: ["aws", "alibaba"],
  configuration: {
    clouds: {
      main: { provider: "aws", region: "eu-central-1" },
      production: { provider: "aws", regions: ["eu-central-1"], organization: {} },
    },
  },
};

test.each(["aws", "alibaba", "main", "production", "production/1111*", "prod*/shop/eu-*", "aws/shop"])(
  "%s is known",
  (name) => {
    expect(unknownCloud(name, KNOWN)).toBeUndefined();
  },
);

test.each([
  ["main/shop", undefined],
  ["alibaba/shop", undefined],
  ["test", undefined],
  ["mian2", undefined],
  ["producton", "production"],
  ["prod", "production"],
  ["Prod", "production"],
  ["pr", undefined],
  ["prod/444455556666", "production/444455556666"],
  ["producton/shop/eu-*", "production/shop/eu-*"],
  ["mian/shop", undefined],
])("%s is not known", (name, suggestion) => {
  expect(unknownCloud(name, KNOWN)).toEqual({
    known: ["main", "production", "aws", "alibaba"],
    ...(suggestion !== undefined && { suggestion }),
  });
});

const policy = (cloud: string) =>
  parsePolicy(`version: 1\nrules:\n  - { id: r, scope: { clouds: [${cloud}] }, required: [team] }\n`, "p.yaml", {
    knownClouds: KNOWN,
  });

test("a scope can name configured clouds, and an unknown name is an error that lists them", () => {
  expect(policy("production/shop").rules[0]?.scope).toEqual({ clouds: ["production/shop"] });
  expect(() => policy("staging")).toThrow(
    'Rule 1: scope.clouds item 1 names an unknown cloud: "staging"; known clouds: main, production, aws, alibaba.',
  );
});
