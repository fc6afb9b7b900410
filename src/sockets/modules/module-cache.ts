/** The CommonJS modules that have run. ESM imports of CommonJS files are among them. */
export function loadedModules(): NodeModule[] {
  try {
    // Not imported: webpack evaluates an imported createRequire() when it builds, and warns.
    const { createRequire } = process.getBuiltinModule('node:module');
    // Any absolute path will do. The working directory may be gone.
    const { cache } = createRequire(process.execPath);
    return Object.values(cache).filter((module) => module?.loaded === true) as NodeModule[];
  } catch {
    return [];
  }
}
