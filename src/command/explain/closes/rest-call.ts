/** Methods of the REST API, and its errors, which have the same sentences as closes. */
const METHOD =
  /not supported for (?:generate|embed|count|predict|stream)\w+|:(?:stream)?[gG]enerateContent\b|:countTokens\b|:embedContent\b/;
const STATUS_OF_HTTP =
  /\b(?:4\d\d|5\d\d)\b[^\n]{0,40}\b(?:INVALID_ARGUMENT|NOT_FOUND|RESOURCE_EXHAUSTED|PERMISSION_DENIED|UNAUTHENTICATED|FAILED_PRECONDITION|UNAVAILABLE|INTERNAL)\b/;
const STATUS = /["']status["']\s*:\s*["'][A-Z_]+["']/;

/** Whether a text is of a call of the REST API, and of no session. */
export function isOfRestCall(text: string): boolean {
  return METHOD.test(text) || STATUS_OF_HTTP.test(text) || STATUS.test(text);
}
