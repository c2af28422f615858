/** The file that says who may call the service, unless another is named. */
export const ACCESS_FILE = "crosstag-access.yaml";
