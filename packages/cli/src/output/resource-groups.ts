import { describeCount } from "./describe-count.ts";
import { describeNumber } from "./describe-number.ts";
import { printableLine } from "./printable.ts";

/** References that are shown of resources that have everything in common. */
export const EXAMPLES = 3;
/** Different details that are kept of one group. */
const MOST_PARTS = 5;

/** Resources of which the same is to be said, for people. */
export interface ResourceGroup {
  /** What they have in common: `Skipped, pending-deletion`. */
  readonly heading: string;
  /** None: it is not about single resources. */
  readonly resources: number;
  /** What is to be said, with the first few resources; together perhaps fewer than all. */
  readonly parts: readonly ResourceGroupPart[];
  /** Resources of which not everything is in the parts; absent: as many as the parts leave over. */
  readonly untold?: number;
}

interface ResourceGroupPart {
  /** Sentences, one a line. */
  readonly notes: readonly string[];
  readonly resources: number;
  /** None where they are only counted. */
  readonly examples: readonly string[];
}

interface CountedGroup {
  resources: number;
  untold: number;
  /** The resources that were counted last, in all and as untold. */
  last?: string;
  lastUntold?: string;
  readonly parts: Map<string, ResourceGroupPart & { resources: number; examples: string[] }>;
}

/** Puts resources together while they go by; keeps a few of each group, so that there may be a million. */
export class ResourceGroups {
  readonly #groups = new Map<string, CountedGroup>();

  /** What is said of one resource comes together: it is counted once in its group, whatever is said of it. */
  add(heading: string, notes: readonly string[], reference: string): void {
    let group = this.#groups.get(heading);
    if (group === undefined) this.#groups.set(heading, (group = { resources: 0, untold: 0, parts: new Map() }));
    if (group.last !== reference) group.resources += 1;
    group.last = reference;
    const name = JSON.stringify(notes);
    let part = group.parts.get(name);
    if (part === undefined) {
      if (group.parts.size === MOST_PARTS) {
        if (group.lastUntold !== reference) group.untold += 1;
        group.lastUntold = reference;
        return;
      }
      group.parts.set(name, (part = { notes, resources: 0, examples: [] }));
    }
    part.resources += 1;
    if (part.examples.length < EXAMPLES) part.examples.push(reference);
  }

  /** Whether resources were counted instead of named. */
  get shortened(): boolean {
    return [...this.#groups.values()].some(
      ({ untold, parts }) =>
        untold > 0 || [...parts.values()].some(({ resources, examples }) => resources > examples.length),
    );
  }

  /** In the order in which they were met. */
  get all(): readonly ResourceGroup[] {
    return [...this.#groups].map(([heading, { resources, untold, parts }]) => ({
      heading,
      resources,
      untold,
      parts: [...parts.values()],
    }));
  }
}

/** Lines without their line feeds; everything from outside is made printable. */
export function describeGroup(
  { heading, resources, parts, untold }: ResourceGroup,
  paintHeading: (text: string) => string,
): readonly string[] {
  const more = untold ?? resources - parts.reduce((sum, part) => sum + part.resources, 0);
  return [
    resources === 0
      ? paintHeading(printableLine(heading))
      : `${paintHeading(printableLine(heading))}: ${describeCount(resources, "resource")}`,
    ...parts.flatMap((part) => [
      ...part.notes.map((note) => `  ${printableLine(note)}`),
      ...part.examples.map((reference) => `    ${printableLine(reference)}`),
      ...(part.examples.length > 0 && part.resources > part.examples.length
        ? [`    and ${describeNumber(part.resources - part.examples.length)} more`]
        : []),
    ]),
    ...(more > 0 ? [`  and ${describeNumber(more)} more, with other details`] : []),
  ];
}
