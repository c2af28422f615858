import { createRequire } from "node:module";
import type Kms from "@alicloud/kms20160120";
import type OpenApi from "@alicloud/openapi-client";

// Both SDKs are CommonJS with `exports.default`, which Node and vitest import differently; `require` is the same in both.
const require = createRequire(import.meta.url);

export const kms = require("@alicloud/kms20160120") as typeof Kms;
export const openApi = require("@alicloud/openapi-client") as typeof OpenApi;
