/** One program that this package runs beside: the same application with us and without. */
export interface Row {
  readonly name: string;
  /**
   * @param tarball - The package as it would be published.
   * @returns What is wrong; nothing where the application does as it does without us, and the spans
   *   that it must have are there.
   * @throws Unavailable where what the row runs cannot be fetched.
   */
  readonly faults: (tarball: string) => Promise<readonly string[]>;
}
