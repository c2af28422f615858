/** What a policy gives as one item or as a list of items, as a list. Undefined: empty. */
export function listOf<Item>(given: Item | readonly Item[] | undefined): readonly Item[] {
  const items: Item[] = [];
  return given === undefined ? items : items.concat(given);
}
