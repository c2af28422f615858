// A module of its own: the bundler gives an `import()` of the package itself, which is CommonJS, no named exports.
export { Document, isScalar, visit } from "yaml";
