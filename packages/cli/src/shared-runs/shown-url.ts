/** The URL of a database in a command to type, without its password. */
export function shownUrl(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return "URL";
  const url = new URL(databaseUrl);
  url.password = "";
  url.search = "";
  return url.href;
}
