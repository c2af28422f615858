/**
 * Words for shell completion: the providers and dialects of the adapters that come with the program. Any other name is
 * accepted too, and checked against the adapters that are registered.
 */
export const SHIPPED_CLOUDS: readonly string[] = ["aws", "alibaba", "qkms", "tencent"];
