import { format, inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { CrosstagError, rawCauseOf } from "../../src/model/crosstag-error.ts";

describe("CrosstagError", () => {
  const raw = new Error("token=SECRET-TOKEN value=SECRET-VALUE");
  const error = new CrosstagError({
    code: "not-found",
    message: "The key is not there.",
    requestId: "r-1",
    cause: raw,
  });

  it("shows nothing of the raw error, whatever prints it", () => {
    for (const printed of [
      inspect(error, { depth: 9 }),
      inspect(error, { depth: Infinity, showHidden: true, getters: true }),
      inspect({ outcomes: [{ status: "failed", error }] }, { depth: Infinity, showHidden: true, showProxy: true }),
      format("%o", error),
      format("%O", error),
      JSON.stringify(error),
      String(error),
      error.stack,
    ]) {
      expect(printed).not.toContain("SECRET");
    }
    expect(Reflect.ownKeys(error).map((key) => (error as unknown as Record<PropertyKey, unknown>)[key])).not.toContain(
      raw,
    );
  });

  it("still hands out the raw error to who asks for it", () => {
    expect(rawCauseOf(error)).toBe(raw);
    expect(rawCauseOf(raw)).toBeUndefined();
    expect(rawCauseOf(new CrosstagError({ code: "internal", message: "No cause." }))).toBeUndefined();
  });

  it("hands it out to another copy of the package, too", async () => {
    vi.resetModules();
    const copy = await import("../../src/model/crosstag-error.ts");
    expect(copy.CrosstagError).not.toBe(CrosstagError);
    expect(copy.rawCauseOf(error)).toBe(raw);
    expect(rawCauseOf(new copy.CrosstagError({ code: "internal", message: "x", cause: raw }))).toBe(raw);
  });

  it("is recognized by its brand, also if the class is another copy", () => {
    const copy = Object.assign(new Error("x"), { [Symbol.for("crosstag.error")]: true });
    expect(CrosstagError.is(error)).toBe(true);
    expect(CrosstagError.is(copy)).toBe(true);
    expect(CrosstagError.is(raw)).toBe(false);
    expect(CrosstagError.is(null)).toBe(false);
  });

  it("serializes to public fields only", () => {
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      code: "not-found",
      message: "The key is not there.",
      retry: "no",
      requestId: "r-1",
    });
  });
});
