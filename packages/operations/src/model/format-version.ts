import { z } from "zod";
import { FORMAT_VERSION } from "../format-version.ts";

/** The field that every JSON document begins with. */
export const formatVersion = z.literal(FORMAT_VERSION).describe("The version of the format of this document.");
