import { expect, it } from "vitest";
import * as original from "../src/http-transport-error.ts";
import { transportFailure } from "../src/transport-failure.ts";

const { HttpTransportError } = original;

it("is recognized if it comes from another copy of the module, and nothing else is", async () => {
  const path = "../src/http-transport-error.ts?another-copy";
  const other = (await import(/* @vite-ignore */ path)) as typeof original;
  expect(other.HttpTransportError).not.toBe(HttpTransportError);
  expect(new other.HttpTransportError("network", "no")).toBeInstanceOf(HttpTransportError);
  for (const value of [new Error("HttpTransportError"), { name: "HttpTransportError" }, null, undefined, "text"])
    expect(value).not.toBeInstanceOf(HttpTransportError);
});

it.each([
  ["network", "no", { networkCode: "ECONNREFUSED" }, true],
  ["network", "no", { networkCode: "CERT_HAS_EXPIRED" }, true],
  ["timeout", "no", {}, true],
  ["network", "maybe", { networkCode: "ECONNRESET" }, false],
  ["timeout", "maybe", {}, false],
  ["canceled", "no", {}, false],
  ["network", "no", { networkCode: "UND_ERR_DESTROYED" }, false],
] as const)("%s, sent: %s, %j: whether a server was reached is said", (reason, sent, details, unreachable) => {
  const failure = transportFailure(new HttpTransportError(reason, sent, details), "A KMS");
  expect(failure.unreachable ?? false).toBe(unreachable);
});
