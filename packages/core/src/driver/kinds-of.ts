import type { ResourceKind } from "../model/reference.ts";
import type { KmsDriver } from "./kms-driver.ts";
import type { KindProfile, KmsProfile } from "./kms-profile.ts";

/** The names of the kinds of a profile, in its order. */
export function kindsOf({ kinds }: Pick<KmsProfile, "kinds">): readonly ResourceKind[] {
  return kinds.map(({ kind }) => kind);
}

/** The kinds that lists, plans and checks cover if none is named. */
export function coveredKinds(driver: Pick<KmsDriver, "kinds" | "listedKinds">): readonly ResourceKind[] {
  return driver.listedKinds ?? kindsOf(driver);
}

/** The kind of bare ids. */
export function firstKind({ kinds }: Pick<KmsProfile, "kinds">): ResourceKind {
  return kinds[0].kind;
}

/** A kind of one of these profiles, with its words; undefined if none of them has it. */
export function findKind(profiles: Iterable<Pick<KmsProfile, "kinds">>, kind: ResourceKind): KindProfile | undefined {
  for (const { kinds } of profiles) {
    const found = kinds.find((one) => one.kind === kind);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Several resources of a kind in messages, in the words of the first profile that has it: `keys`. */
export function pluralOf(profiles: Iterable<Pick<KmsProfile, "kinds">>, kind: ResourceKind): string {
  return findKind(profiles, kind)?.plural ?? `${kind}s`;
}
