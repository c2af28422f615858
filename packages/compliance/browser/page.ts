/** Returns the element with an id. @throws Error if the page has none */
export function at(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no element with the id ${id}.`);
  return element;
}

/** Returns the JSON that a script element of the page contains. */
export function readData(id: string): unknown {
  return JSON.parse(at(id).textContent);
}
