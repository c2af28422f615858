/** Rows that are shown of a long table. */
const SHOWN = 20;
/** Fewer rows than this are not worth a button. */
const WORTH_HIDING = 5;

/** Hides the end of long tables behind a button. On paper, and without the script, they are complete. */
export function shortenTables(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>(".sheet > table")) {
    const later = [...(table.tBodies[0]?.rows ?? [])].slice(SHOWN);
    const sheet = table.parentElement;
    if (later.length < WORTH_HIDING || sheet === null) continue;
    for (const row of later) row.classList.add("later");
    sheet.classList.add("short");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "more";
    button.textContent = `Show all ${new Intl.NumberFormat("en").format(SHOWN + later.length)}`;
    button.addEventListener("click", () => {
      sheet.classList.remove("short");
      button.remove();
      later[0]?.querySelector("a")?.focus();
    });
    sheet.after(button);
  }
}
