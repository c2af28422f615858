import { fieldsOf } from "@crosstag/core/internal";
import { configurationError } from "./configuration-error.ts";

/**
 * Loads an SDK that is installed only by users who need its service.
 * @throws CrosstagError `configuration` if it is not installed
 */
export async function loadPackage<Package>(
  name: string,
  title: string,
  load: () => Promise<Package>,
): Promise<Package> {
  try {
    return await load();
  } catch (error) {
    const { code } = fieldsOf(error);
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw error;
    throw configurationError(
      `The package ${name} is not installed, and calls to ${title} need it.`,
      `Install it: npm install ${name}`,
      error,
    );
  }
}
