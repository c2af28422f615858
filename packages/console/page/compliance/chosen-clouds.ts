/** What is chosen of the clouds. */
export interface ChosenClouds {
  /** Names of the boxes that are checked. */
  readonly names: readonly string[];
  /** More names, with commas or spaces between them. */
  readonly text: string;
}

/** Nothing is chosen, so every cloud is meant. */
export const NO_CLOUDS: ChosenClouds = { names: [], text: "" };

/** More boxes than this are not looked through. */
const MOST_BOXES = 12;

/** Names for boxes: the clouds, or of many only their entries in the configuration. */
export function boxNames(clouds: readonly string[]): {
  readonly names: readonly string[];
  readonly isShortened: boolean;
} {
  const names = [...new Set(clouds)];
  if (names.length <= MOST_BOXES) return { names, isShortened: false };
  return { names: [...new Set(names.map((name) => name.split("/", 1)[0] ?? name))], isShortened: true };
}

/** The clouds of a request; none if every cloud is meant. */
export function chosenClouds({ names, text }: ChosenClouds): { readonly clouds?: string[] } {
  const clouds = [...new Set([...names, ...text.split(/[\s,]+/).filter((name) => name !== "")])];
  return clouds.length === 0 ? {} : { clouds };
}
