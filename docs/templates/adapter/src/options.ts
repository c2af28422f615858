import type { AdapterOptionsProblem } from "@crosstag/core/driver";

/** Returns every problem of the options at once. Messages do not repeat values. */
export function checkOptions(options: Readonly<Record<string, unknown>>): readonly AdapterOptionsProblem[] {
  const unknown = Object.keys(options).filter((name) => name !== "file");
  return [
    ...(typeof options["file"] === "string" && options["file"] !== ""
      ? []
      : [{ path: ["file"], message: "must be the path of the file with the keys" }]),
    ...unknown.map((name) => ({ path: [name], message: "is not an option of this adapter; known options: file" })),
  ];
}
