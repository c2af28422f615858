/** The version of every JSON document of the command and the service. A field that goes away or changes its meaning raises it. */
export const FORMAT_VERSION = 1 as const;
