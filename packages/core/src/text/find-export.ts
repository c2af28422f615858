import { hasFields } from "./fields-of.ts";

/**
 * The export of a CommonJS module that fits. Loaders wrap such a module once or twice as the default export of another.
 * @throws Error with the message `missing` if nothing fits
 */
export function findExport<Export>(
  module: unknown,
  fits: (value: unknown) => value is Export,
  missing: string,
): Export {
  let found = module;
  while (!fits(found)) {
    if (!hasFields(found) || !("default" in found)) throw new Error(missing);
    found = found["default"];
  }
  return found;
}
