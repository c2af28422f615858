const KEY = "crosstag-person";

/** The name under which the last decision was made in this browser. */
export function lastPersonName(): string {
  return localStorage.getItem(KEY) ?? "";
}

/** Keeps a name for the next decision. */
export function keepPersonName(name: string): void {
  localStorage.setItem(KEY, name);
}
