import type { CloseCause } from '../words.js';

/** What a sentence that nobody has seen may mean by its plain words. */
export interface PlainWordsRow {
  /** Tested against the reason in lower case. */
  words: RegExp;
  cause: Exclude<CloseCause, 'model_mismatch'>;
  /** What the words say, and no more. Default: none. */
  hint?: string;
  /** Sentences that it reads so; the table's test holds the row against them. */
  examples: readonly string[];
}

/**
 * gRPC's names of a status, wherever they stand: `generic::x`, `X:`. What the status means is
 * google.rpc.Code's: https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
 */
export const STATUS_NAMES: Readonly<Record<string, Exclude<CloseCause, 'model_mismatch'>>> = {
  invalid_argument: 'invalid_argument',
  failed_precondition: 'invalid_argument',
  out_of_range: 'invalid_argument',
  unimplemented: 'unsupported_operation',
  unauthenticated: 'auth',
  permission_denied: 'permission',
  resource_exhausted: 'quota',
  unavailable: 'overloaded',
  internal: 'internal',
  deadline_exceeded: 'internal',
  data_loss: 'internal',
};

/**
 * Read where the table of reasons has nothing, top to bottom: what is said of credentials, places
 * and money goes before what is said of values, as only that tells a cause apart from its code.
 */
export const PLAIN_WORDS: readonly PlainWordsRow[] = [
  {
    words:
      /\bsession\b.*\b(?:expired|not found|no longer|too long|time limit|duration)\b|\bresumption handle\b|\bsession handle\b/,
    cause: 'session_expired',
    hint: 'By its words the session, or its resumption handle, is used up. Start a new session, or resume with the newest handle.',
    examples: ['The session has expired.', 'Resumption handle is stale'],
  },
  {
    words:
      /\bquota\b|\brate limit|\btoo many requests\b|\btoo many (?:concurrent )?(?:sessions|connections)\b|\bexceeded .*\blimit\b|\b(?:sessions|connections|concurrent) .*\bexceeded\b|\bspending (?:cap|limit)\b|\bcredits?\b.*\b(?:depleted|exhausted|insufficient|run out)\b/,
    cause: 'quota',
    hint: 'By its words a quota or limit of the project is used up. Reconnect with growing pauses, or ask for more.',
    examples: ['Quota exceeded for quota metric', 'Too many concurrent sessions'],
  },
  {
    words: /\bbilling\b/,
    cause: 'quota',
    hint: "By its words the project's billing stands in the way. Check its billing account.",
    examples: ['Billing account for this project is not active'],
  },
  {
    words:
      /\b(?:unsupported|not supported|not available|unavailable)\b.*\b(?:your )?(?:country|territory)\b|\b(?:country|territory|user location)\b.*\b(?:not|unsupported|unavailable)\b/,
    cause: 'location',
    hint: 'By its words the API is not offered where the connection comes from.',
    examples: ['This service is not available in your country'],
  },
  {
    words:
      /\b(?:region|location)\b.*\b(?:is not supported|not available|does not (?:support|serve)|unsupported)\b|\bnot (?:supported|available|servable) in (?:this |the )?(?:region|location)\b/,
    cause: 'location',
    hint: 'By its words this location does not serve what was asked for. Use another Vertex AI location, in the host and in setup.model.',
    examples: [
      'The location us-west9 is not supported.',
      'Publisher Model `x` is not servable in region us-central1.',
    ],
  },
  {
    words:
      /\bapi[ _]?key\b|\bcredentials?\b|\bunauthenticated\b|\bauthenticat|\b(?:access|auth|ephemeral|oauth|bearer)[ _]token\b|\btoken (?:has |is )?(?:expired|invalid|revoked|not valid)\b|\binvalid token(?:$|[.,:])/,
    cause: 'auth',
    hint: 'By its words Google does not accept the credentials. Get new ones, of the kind that this endpoint takes.',
    examples: ['The access token could not be verified', 'This API key was reported as leaked'],
  },
  {
    words:
      /\bpermission\b|\bnot authorized\b|\bunauthorized\b|\bforbidden\b|\baccess (?:is |was )?denied\b|\ballow-?list|\b(?:has|have) no access\b|\bnot (?:been )?enabled (?:for|in) (?:this |your |the )?project\b|\bsuspended\b/,
    cause: 'permission',
    hint: 'By its words the caller or its project may not do this. Check roles and access of the project.',
    examples: ['Caller is not authorized to use this model', 'Consumer has been suspended.'],
  },
  {
    words:
      /\bmodels?\b.*\b(?:not found|(?:does|do) not exist|no longer (?:available|supported|served)|discontinued|retired|shut down)\b/,
    cause: 'model_not_found',
    hint: 'By its words Google does not have the model. Check the name in setup.model.',
    examples: ['Model gemini-9-live does not exist', 'The model has been retired.'],
  },
  {
    words:
      /\boverloaded\b|\b(?:currently|temporarily) unavailable\b|\bhigh demand\b|\bat capacity\b|\bno capacity\b|\btry again later\b/,
    cause: 'overloaded',
    hint: 'By its words the service has no room for the moment. Reconnect with growing pauses.',
    examples: ['The model is overloaded.', 'We are experiencing high demand'],
  },
  {
    words:
      /\bdeadline\b|\btimed out\b|\btimeout\b|\binternal (?:server )?(?:error|failure)\b|\bcancell?ed\b/,
    cause: 'internal',
    hint: "By its words something failed or took too long on Google's side. Reconnect with growing pauses.",
    examples: ['Upstream timed out', 'An internal server error happened'],
  },
  {
    words:
      /\b(?:is|are) not (?:currently |yet )?(?:supported|implemented|enabled|allowed|available)\b|\bunsupported\b|\bnot implemented\b|\bdoes(?: not|n't) support\b|\bnot supported\b/,
    cause: 'unsupported_operation',
    hint: 'By its words this model or API does not take what the reason names. Leave it out, or use a model that takes it.',
    examples: ['Proactive audio is not supported for this model', 'The tools are not supported'],
  },
  {
    words:
      /\binvalid\b|\bmalformed\b|\bunknown name\b|\bunknown field\b|\bcannot find field\b|\bmust be\b|\bmissing\b|\bis required\b|\bfailed to parse\b|\bout of range\b|\bunexpected\b|\bdeprecated\b|\btoo (?:long|large|big)\b/,
    cause: 'invalid_argument',
    hint: 'By its words Google rejected a value that was sent; the reason says more.',
    examples: ['Field turns is required', 'Audio chunk too large'],
  },
];
