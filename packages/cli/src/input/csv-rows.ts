import { CSV_FORM, parseCsv, type CsvHeader, type CsvRow } from "@crosstag/config/tables";
import { UsageError } from "../usage-error.ts";

/**
 * The rows of a CSV text that was named on the command line.
 * @throws UsageError for the first line that is not CSV
 */
export function csvRows(text: string, header: CsvHeader, name: string): Generator<CsvRow, void, undefined> {
  return parseCsv(
    text,
    header,
    (line, complaint) => new UsageError(`Line ${line} of ${JSON.stringify(name)} ${complaint}`, CSV_FORM),
  );
}
