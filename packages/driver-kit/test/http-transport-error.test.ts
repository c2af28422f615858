import { expect, it } from "vitest";
import * as original from "../src/http-transport-error.ts";

const { HttpTransportError } = original;

it("is recognized if it comes from another copy of the module, and nothing else is", async () => {
  const path = "../src/http-transport-error.ts?another-copy";
  const other = (await import(/* @vite-ignore */ path)) as typeof original;
  expect(other.HttpTransportError).not.toBe(HttpTransportError);
  expect(new other.HttpTransportError("network", "no")).toBeInstanceOf(HttpTransportError);
  for (const value of [new Error("HttpTransportError"), { name: "HttpTransportError" }, null, undefined, "text"])
    expect(value).not.toBeInstanceOf(HttpTransportError);
});
