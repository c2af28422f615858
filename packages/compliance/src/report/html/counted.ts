const FORMAT = new Intl.NumberFormat("en");

/** `10,000`. */
export function wholeNumber(value: number): string {
  return FORMAT.format(value);
}

/** `1 rule`, `10,000 rules`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${wholeNumber(value)} ${value === 1 ? one : many}`;
}
