/** One page of a list. */
export interface ListedPage<Item> {
  /** The entries. */
  readonly items: readonly Item[];
  /** Where the next page begins. Absent: it is the last. */
  readonly next?: string | undefined;
}

/** A cloud that lists resources by what they are in: key rings, vaults. Each function makes one call. */
export interface ParentLists<Item> {
  /** A page of parents, by their names. */
  readonly parents: (next: string | undefined) => Promise<ListedPage<string>>;
  /** A page of the resources in a parent. */
  readonly children: (parent: string, next: string | undefined) => Promise<ListedPage<Item>>;
}

/** Where a list has got to. */
interface Place {
  /** Parents whose resources are still to be listed. The first one is listed now. */
  readonly parents: readonly string[];
  /** The next page of the first parent. */
  readonly children?: string | undefined;
  /** The next page of parents. */
  readonly more?: string | undefined;
}

/**
 * Lists one page by one call: of parents, which has no resources, or of the resources of one parent. `next` remembers the parents
 * that are left.
 * @param cursor `next` of the page before. Default: the first page
 */
export async function listByParent<Item>(
  cursor: string | undefined,
  lists: ParentLists<Item>,
): Promise<ListedPage<Item>> {
  const { parents, children, more } = placeIn(cursor);
  const [parent, ...rest] = parents;
  if (parent === undefined) {
    const page = await lists.parents(more);
    return { items: [], ...nextOf({ parents: page.items, more: page.next }) };
  }
  const { items, next } = await lists.children(parent, children);
  return { items, ...nextOf({ parents: next === undefined ? rest : parents, children: next, more }) };
}

function nextOf(place: Place): { readonly next?: string } {
  return place.parents.length === 0 && place.more === undefined ? {} : { next: JSON.stringify(place) };
}

function placeIn(cursor = "{}"): Place {
  const place: unknown = JSON.parse(cursor);
  const fields = new Map(Object.entries(typeof place === "object" && place !== null ? place : {}));
  const text = (name: string): string | undefined => {
    const value: unknown = fields.get(name);
    return typeof value === "string" ? value : undefined;
  };
  const parents: unknown = fields.get("parents");
  return { parents: Array.isArray(parents) ? parents.map(String) : [], children: text("children"), more: text("more") };
}
