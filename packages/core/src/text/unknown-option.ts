import { didYouMean } from "./did-you-mean.ts";

/** The names of all options of a type, so that none can be forgotten. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * For programs without types: the first option that a function does not have, in a sentence; undefined if it has all of
 * them. One that is mistyped would be ignored, and more be read or changed than was meant.
 * @param taker the function, or what else has the options
 */
export function unknownOption(
  taker: string,
  options: unknown,
  names: Readonly<Record<string, true>>,
): string | undefined {
  if (typeof options !== "object" || options === null) return undefined;
  // Not Object.keys: this is done for each request, and most have known options only.
  for (const name in options)
    if (!Object.hasOwn(names, name) && Object.hasOwn(options, name))
      return `${taker} has no option \`${name}\`.${suggested(name, Object.keys(names))}`;
  return undefined;
}

function suggested(unknown: string, names: readonly string[]): string {
  const near = didYouMean(unknown, names) ?? names.find((name) => name.startsWith(unknown));
  return near === undefined ? "" : ` Did you mean \`${near}\`?`;
}
