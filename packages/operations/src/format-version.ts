import { z } from "zod";

/** The version of every JSON document of the command and the service. A field that goes away or changes its meaning raises it. */
export const FORMAT_VERSION = 1 as const;

/** The field that every JSON document begins with. */
export const formatVersion = z.literal(FORMAT_VERSION).describe("The version of the format of this document.");
