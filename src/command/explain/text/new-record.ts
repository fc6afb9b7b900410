/** What no reason goes on with: a time, a level, a frame of a stack. */
export function isNewRecord(line: string): boolean {
  return (
    line.trim() === '' ||
    /^\s*(?:\[?\d{4}-\d\d-\d\d|\[?\d\d:\d\d:\d\d|(?:INFO|WARN(?:ING)?|ERROR|DEBUG|TRACE|FATAL)\b|Traceback|File "|at \S+ \(|During handling|The above exception|\{|\})/.test(
      line,
    )
  );
}
