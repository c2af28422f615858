/** The part of a resource's full name that calls on states take, too. Emulators take nothing else there. */
export function shortIdOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}
