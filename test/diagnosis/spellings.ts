/** Every way in which clients were seen to write a model. */
export const SPELLINGS: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => `models/${name}`,
  (name) => `models/models/${name}`,
  (name) => `google/${name}`,
  (name) => `publishers/google/models/${name}`,
  (name) => `projects/p/locations/us-central1/publishers/google/models/${name}`,
  (name) => `models/projects/p/locations/us-central1/publishers/google/models/${name}`,
  (name) => `projects/p/models/${name}`,
  (name) => `  models/${name} \n`,
  (name) => `models/ ${name}`,
  (name) => `models/${name}:bidiGenerateContent`,
  (name) => `models//${name}/`,
  (name) => name.toUpperCase(),
];
