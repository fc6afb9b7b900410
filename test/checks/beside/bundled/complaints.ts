const complaint = /warn|error|fail|critical|can't|cannot|could not|doesn't|\(!\)|⚠|⨯|deprecat/i;

/** The lines of a build's output that complain, without what differs from run to run. */
export function complaints(output: string): string[] {
  return output
    .split('\n')
    .filter((line) => complaint.test(line))
    .map((line) => line.trim().replace(/\b\d+(?:\.\d+)? ?m?s\b/g, 'TIME'));
}

/** What one build complains of and the other does not. */
export function newComplaints(build: readonly string[], other: readonly string[]): string[] {
  const known = new Set(other);
  return build.filter((line) => !known.has(line)).map((line) => `the build says: ${line}`);
}
