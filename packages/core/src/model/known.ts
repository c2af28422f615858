/** The item at an index that is known to be in the list; the caller answers for that. */
export function itemAt<Item>(items: ArrayLike<Item>, index: number): Item {
  return items[index] as Item;
}

/**
 * A value that is known to be there.
 * @throws TypeError if it is not
 */
export function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new TypeError("A value that must be there is not.");
  return value;
}
