/** A URL in a message or in a command to type, without its password and its parameters. */
export function shownUrl(given: string): string {
  if (!URL.canParse(given)) return "URL";
  const url = new URL(given);
  url.password = "";
  url.search = "";
  return url.href;
}
