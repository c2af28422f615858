// The template for adapters passes the suite that it comes with.
import "../../docs/templates/adapter/test/conformance.test.ts";
