import type { Explanation } from '../../../src/command/explain/explanation.js';

/** What is expected of a close; what is left out is not looked at. */
export type Expected = Partial<
  Pick<
    Explanation,
    | 'api'
    | 'cause'
    | 'code'
    | 'count'
    | 'day'
    | 'errorCode'
    | 'field'
    | 'httpStatus'
    | 'location'
    | 'model'
    | 'reason'
    | 'suggestedModel'
    | 'version'
  >
>;

/** A text that people paste: its name, the text, and the closes that it tells. */
export type Pasted = readonly [name: string, text: string, ...closes: Expected[]];

/** As Google cuts a reason. */
export const cut = (reason: string, bytes = 123): string =>
  Buffer.from(reason)
    .subarray(0, bytes)
    .toString()
    .replace(/\uFFFD$/, '');

export const notFound = (model: string, version = 'v1beta'): string =>
  cut(
    `models/${model} is not found for API version ${version}, or is not supported for bidiGenerateContent. Call ListModels to see the list of available models and their supported methods.`,
  );
export const published = (model: string, location = 'us-central1', word = 'Model'): string =>
  cut(
    `Publisher ${word} \`projects/my-project/locations/${location}/publishers/google/models/${model}\` was not found or your project does not have access to it. Please ensure you are using a valid model version.`,
  );

const onGemini = 'gemini-live-2.5-flash-native-audio';
const onVertex = 'gemini-2.5-flash-native-audio-preview-12-2025';
const INVALID = 'Request contains an invalid argument.';
const OPERATION = 'Operation is not implemented, or supported, or enabled.';
const INTERNAL = 'Internal error encountered.';
const QUOTA =
  'You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits.';
const UNAVAILABLE = 'The service is currently unavailable.';
const KEY = 'API key not valid. Please pass a valid API key.';

const GEMINI_URL =
  'wss://generativelanguage.googleapis.com/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent';
const VERTEX_URL =
  'wss://us-central1-aiplatform.googleapis.com/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent';

const mismatchOnGemini: Expected = {
  code: 1008,
  cause: 'model_mismatch',
  api: 'gemini',
  model: onGemini,
  field: 'setup.model',
};
const mismatchOnVertex: Expected = {
  code: 1008,
  cause: 'model_mismatch',
  api: 'vertex',
  model: onVertex,
  field: 'setup.model',
};
const hex = (text: string, bytes: number): string =>
  [...Buffer.from(text).subarray(0, bytes)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(' ');

/** Formats of Python: websockets, google-genai, aiohttp, websocket-client and what is built on them. */
const python: readonly Pasted[] = [
  [
    'websockets, the exception',
    `websockets.exceptions.ConnectionClosedError: received 1008 (policy violation) ${notFound(onGemini)}; then sent 1008 (policy violation) ${notFound(onGemini)}`,
    { ...mismatchOnGemini, version: 'v1beta', reason: notFound(onGemini).trim(), count: 1 },
  ],
  [
    'websockets, without the name of the exception, cut by a logger',
    `received 1008 (policy violation) models/${onGemini} is not found for API version v1beta, or is not sup…`,
    mismatchOnGemini,
  ],
  [
    'websockets, a normal close',
    'websockets.exceptions.ConnectionClosedOK: received 1000 (OK); then sent 1000 (OK)',
    { code: 1000, cause: 'normal', reason: '', count: 1 },
  ],
  [
    'websockets, a close that the program began',
    'websockets.exceptions.ConnectionClosedOK: sent 1000 (OK); then received 1000 (OK)',
    { code: 1000, cause: 'normal' },
  ],
  [
    'websockets, the repr of the exception',
    `ConnectionClosedError(Close(code=1007, reason='${INVALID}'), Close(code=1007, reason='${INVALID}'), True)`,
    { code: 1007, cause: 'invalid_argument', reason: INVALID, count: 1 },
  ],
  [
    'websockets, the repr with its names',
    `ConnectionClosedError(rcvd=Close(code=1011, reason='${INTERNAL}'), sent=Close(code=1011, reason='${INTERNAL}'), rcvd_then_sent=True)`,
    { code: 1011, cause: 'internal', reason: INTERNAL, count: 1 },
  ],
  [
    'websockets 9, the older words',
    `websockets.exceptions.ConnectionClosedError: code = 1011 (unexpected error), reason = ${UNAVAILABLE}`,
    { code: 1011, cause: 'overloaded', reason: UNAVAILABLE },
  ],
  [
    'websockets, no close frame',
    'websockets.exceptions.ConnectionClosedError: no close frame received or sent',
    { code: 1006, cause: 'network' },
  ],
  [
    'websockets, its own keepalive: no 1011 of Google',
    'websockets.exceptions.ConnectionClosedError: sent 1011 (internal error) keepalive ping timeout; no close frame received',
    { code: 1006, cause: 'network', count: 1 },
  ],
  [
    'websockets, an upgrade that was refused',
    'websockets.exceptions.InvalidStatus: server rejected WebSocket connection: HTTP 403',
    { httpStatus: 403, cause: 'permission' },
  ],
  [
    'websockets, an older one',
    'websockets.exceptions.InvalidStatusCode: server rejected WebSocket connection: HTTP 401',
    { httpStatus: 401, cause: 'auth' },
  ],
  [
    'google-genai, APIError',
    `google.genai.errors.APIError: 1008 None. ${notFound(onGemini)}`,
    mismatchOnGemini,
  ],
  [
    'google-genai, APIError with a status',
    `google.genai.errors.APIError: 1007 INVALID_ARGUMENT. ${INVALID}`,
    { code: 1007, cause: 'invalid_argument', reason: INVALID },
  ],
  [
    'google-genai, a traceback that tells the close twice',
    `Traceback (most recent call last):
  File "/app/.venv/lib/python3.12/site-packages/google/genai/live.py", line 538, in _receive
    raw_response = await self._ws.recv(decode=False)
  File "/app/.venv/lib/python3.12/site-packages/websockets/asyncio/connection.py", line 322, in recv
    raise self.protocol.close_exc from self.recv_exc
websockets.exceptions.ConnectionClosedError: received 1008 (policy violation) ${notFound(onGemini, 'v1alpha')}; then sent 1008 (policy violation) ${notFound(onGemini, 'v1alpha')}

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/main.py", line 1008, in run
    async for message in session.receive():
google.genai.errors.APIError: 1008 None. ${notFound(onGemini, 'v1alpha')}`,
    { ...mismatchOnGemini, version: 'v1alpha', count: 1 },
  ],
  [
    'LiveKit Agents, JSON lines',
    `{"message": "starting worker", "level": "INFO", "name": "livekit.agents", "version": "1.3.6", "timestamp": "2026-11-20T09:10:08.123Z"}
{"message": "error in receive task: received 1008 (policy violation) ${published(onVertex)}; then sent 1008 (policy violation) ${published(onVertex)}", "level": "ERROR", "name": "livekit.plugins.google", "model": "${onVertex}", "timestamp": "2026-11-20T09:10:09.008Z"}`,
    { ...mismatchOnVertex, location: 'us-central1', day: '2026-11-20', count: 1 },
  ],
  [
    'LiveKit Agents, wrapped by rich between words',
    `livekit.…ns.google error in receive task: received
                                           1008 (policy violation) Operation
                                           is not implemented, or supported,
                                           or enabled.; then sent 1008
                                           (policy violation) Operation is
                                           not implemented, or supported, or
                                           enabled.`,
    { code: 1008, cause: 'unsupported_operation', reason: OPERATION, count: 1 },
  ],
  [
    'LiveKit Agents, a log of columns',
    `2026-11-20 09:10:08,333 - ERROR livekit.plugins.google - error in receive task: received 1011 (internal error) ${cut(QUOTA)}; then sent 1011 (internal error) ${cut(QUOTA)} {"pid": 1008, "job_id": "AJ_1011"}`,
    { code: 1011, cause: 'quota', count: 1 },
  ],
  [
    'ADK, on Vertex AI by its environment',
    `GOOGLE_GENAI_USE_VERTEXAI=True
INFO:google_adk.google.adk.flows.llm_flows.base_llm_flow:Establishing live connection for agent: live_agent with llm request: model='${onVertex}'
ERROR:google_adk:Connection closed: received 1008 (policy violation) ${published(onVertex, 'us-central1', 'model')}; then sent 1008 (policy violation) ${published(onVertex, 'us-central1', 'model')}`,
    { ...mismatchOnVertex, count: 1 },
  ],
  [
    'ADK, told once by each of two loggers',
    `Connection closed: received 1008 (policy violation) models/gemini-live-2.5-flash-preview is not found for API version v1alpha, or is not supported for bidiGenerateContent; then sent 1008 (policy violation) models/gemini-live-2.5-flash-preview is not found for API version v1alpha
WebSocket error: received 1008 (policy violation) models/gemini-live-2.5-flash-preview is not found for API version v1alpha, or is not supported for bidiGenerateContent; then sent 1008 (policy violation) models/gemini-live-2.5-flash-preview`,
    { code: 1008, cause: 'model_retired', model: 'gemini-live-2.5-flash-preview', count: 1 },
  ],
  [
    'pipecat',
    `2026-11-20 09:10:08.007 | ERROR    | pipecat.services.google.gemini_live.llm:_receive_task_handler:1008 - GeminiLiveLLMService#0 error: received 1007 (invalid frame payload data) ${INVALID}; then sent 1007 (invalid frame payload data) ${INVALID}`,
    { code: 1007, cause: 'invalid_argument', reason: INVALID, count: 1 },
  ],
  [
    'FastAPI with a bare code',
    `ERROR:server:Error processing 1 Gemini message: received 1011 (internal error) ${UNAVAILABLE}; then sent 1011 (internal error) ${UNAVAILABLE}
ERROR:server:Error processing 1 Gemini message: 1011`,
    { code: 1011, cause: 'overloaded' },
  ],
  [
    'aiohttp, the message',
    `WSMessage(type=<WSMsgType.CLOSE: 8>, data=1008, extra='BidiGenerateContent session not found')`,
    { code: 1008, cause: 'session_expired', reason: 'BidiGenerateContent session not found' },
  ],
  [
    'aiohttp, an upgrade that was refused',
    `aiohttp.client_exceptions.WSServerHandshakeError: 429, message='Invalid response status', url='${GEMINI_URL}?key=AIzaSyD-0123456789abcdefghijklmnopqrstu'`,
    { httpStatus: 429, cause: 'quota', api: 'gemini' },
  ],
  [
    'websocket-client',
    `### closed ### 1008 ${notFound('gemini-2.0-flash-live-001')}`,
    { code: 1008, cause: 'model_retired', model: 'gemini-2.0-flash-live-001' },
  ],
  [
    'websocket-client, lost',
    'websocket._exceptions.WebSocketConnectionClosedException: Connection to remote host was lost.',
    { code: 1006, cause: 'network' },
  ],
  [
    'Python, the name of the host is wrong',
    `socket.gaierror: [Errno -2] Name or service not known: wss://us-centrall-aiplatform.googleapis.com/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent`,
    { errorCode: 'ENOTFOUND', cause: 'network', api: 'vertex' },
  ],
  [
    'a bytes literal',
    `on_close code=1007 reason=b'${KEY}'`,
    { code: 1007, cause: 'auth', reason: KEY },
  ],
  [
    'rich, a traceback in a frame, in colour',
    `\u001b[31m╭──────────────── \u001b[0m\u001b[1;31mTraceback (most recent call last)\u001b[0m\u001b[31m ────────────────╮\u001b[0m
\u001b[31m│\u001b[0m /app/agent.py:\u001b[94m1008\u001b[0m in main                                          \u001b[31m│\u001b[0m
\u001b[31m╰──────────────────────────────────────────────────────────────────────╯\u001b[0m
\u001b[1;91mConnectionClosedError: \u001b[0mreceived \u001b[1;36m1008\u001b[0m \u001b[1m(\u001b[0mpolicy violation\u001b[1m)\u001b[0m ${notFound(onGemini)}; then sent \u001b[1;36m1008\u001b[0m`,
    mismatchOnGemini,
  ],
];

/** Formats of JavaScript: ws, browsers, undici, @google/genai and what is built on it. */
const javascript: readonly Pasted[] = [
  [
    'ws, its CloseEvent as Node prints it',
    `CloseEvent {
  [Symbol(kTarget)]: WebSocket { _readyState: 3, _url: '${VERTEX_URL}' },
  [Symbol(kType)]: 'close',
  [Symbol(kCode)]: 1008,
  [Symbol(kReason)]: '${published(onVertex)}',
  [Symbol(kWasClean)]: true
}
{ model: '${onVertex}' }`,
    { ...mismatchOnVertex, count: 1 },
  ],
  [
    'ws, code and Buffer',
    `close 1008 <Buffer ${hex(notFound(onGemini), 50)} ... 73 more bytes>`,
    mismatchOnGemini,
  ],
  [
    'ws, code and a whole Buffer',
    `closed 1007 <Buffer ${hex(KEY, 123)}>`,
    { code: 1007, cause: 'auth', reason: KEY },
  ],
  [
    'ws, code and text as console.log has them',
    `onclose: 1007 ${INVALID}`,
    { code: 1007, cause: 'invalid_argument', reason: INVALID },
  ],
  [
    'ws, an upgrade that was refused',
    'Error: Unexpected server response: 400\n    at ClientRequest.<anonymous> (/app/node_modules/ws/lib/websocket.js:1008:7)',
    { httpStatus: 400, cause: 'invalid_argument' },
  ],
  [
    'ws, a host that does not exist',
    `Error: getaddrinfo ENOTFOUND us-central-aiplatform.googleapis.com
    at GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:122:26) {
  errno: -3008,
  code: 'ENOTFOUND',
  syscall: 'getaddrinfo',
  hostname: 'us-central-aiplatform.googleapis.com'
}`,
    { errorCode: 'ENOTFOUND', cause: 'network', count: 1 },
  ],
  [
    'Chromium, a printed CloseEvent',
    `CloseEvent {isTrusted: true, wasClean: true, code: 1008, reason: "${notFound(onGemini)}", type: "close", …}`,
    mismatchOnGemini,
  ],
  [
    'Chromium, one that is folded out',
    `CloseEvent
isTrusted: true
bubbles: false
code: 1007
reason: "${KEY}"
returnValue: true
timeStamp: 1008.5
type: "close"
wasClean: true`,
    { code: 1007, cause: 'auth', reason: KEY, count: 1 },
  ],
  [
    'Firefox, a printed close event',
    `close { target: WebSocket, isTrusted: true, wasClean: true, code: 1011, reason: "${INTERNAL}", srcElement: WebSocket }`,
    { code: 1011, cause: 'internal', reason: INTERNAL },
  ],
  [
    'Chromium, an upgrade that was refused',
    `WebSocket connection to '${GEMINI_URL}?key=AIzaSyD-0123456789abcdefghijklmnopqrstu' failed: Error during WebSocket handshake: Unexpected response code: 403`,
    { httpStatus: 403, cause: 'permission', api: 'gemini' },
  ],
  [
    'undici, a CloseEvent with the reason before the code',
    `CloseEvent { type: 'close', wasClean: true, reason: '${notFound('gemini-2.0-flash-exp')}', code: 1008 }`,
    { code: 1008, cause: 'model_retired', api: 'gemini', model: 'gemini-2.0-flash-exp' },
  ],
  [
    'an object of code and reason',
    `{ code: 1008, reason: 'BidiGenerateContent session expired' }`,
    { code: 1008, cause: 'session_expired' },
  ],
  [
    'JSON of code and reason',
    `{"code":1007,"reason":"${INVALID}"}`,
    { code: 1007, cause: 'invalid_argument', reason: INVALID },
  ],
  [
    'JSON within JSON',
    JSON.stringify({
      severity: 'ERROR',
      message: JSON.stringify({
        event: 'close',
        code: 1007,
        reason: `Invalid JSON payload received. Unknown name "speech_rate" at 'setup.generation_config': Cannot find field.`,
      }),
    }),
    { code: 1007, cause: 'invalid_argument', field: 'setup.generationConfig.speechRate' },
  ],
  [
    'JSON with a quote in its reason',
    JSON.stringify({
      closeCode: 1007,
      closeReason: `Invalid JSON payload received. Unknown name "transparent" at 'setup.session_resumption': Cannot find field.`,
    }),
    { code: 1007, cause: 'invalid_argument', field: 'setup.sessionResumption.transparent' },
  ],
  [
    'JSON with escapes of every kind',
    String.raw`{"level":50,"time":1763629808008,"msg":"live session closed","err":{"code":1008,"reason":"Publisher Model \u0060projects\/my-project\/locations\/us-central1\/publishers\/google\/models\/gemini-live-2.5-flash\u0060 was not found"}}`,
    { code: 1008, cause: 'location', api: 'vertex', model: 'gemini-live-2.5-flash' },
  ],
  [
    'pino, a stack inside of a string',
    String.raw`{"level":50,"time":1763629808008,"pid":1008,"err":{"type":"Error","message":"Session closed","stack":"Error: WebSocket closed: 1008 models/gemini-2.0-flash-live-001 is not found for API version v1beta, or is not supported for bidiGenerateContent. Call ListM\n    at WebSocket.onclose (/app/live.js:1011:20)\n    at callListener (/app/node_modules/ws/lib/event-target.js:290:14)"},"msg":"gemini"}`,
    { code: 1008, cause: 'model_retired', model: 'gemini-2.0-flash-live-001', count: 1 },
  ],
  [
    'a relay that gives the code alone',
    'WebSocket closed during setup: 1007',
    { code: 1007, cause: 'unknown', reason: '' },
  ],
  [
    'a relay that gives the code in parentheses',
    'Gemini setup failed (1007): API key expired. Please renew the API key.',
    { code: 1007, cause: 'auth', reason: 'API key expired. Please renew the API key.' },
  ],
  [
    'a code at the end',
    `Live session closed: ${OPERATION} (code 1008)`,
    { code: 1008, cause: 'unsupported_operation', reason: OPERATION },
  ],
  [
    'wscat',
    `Disconnected (code: 1008, reason: "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API c")`,
    { code: 1008, cause: 'auth' },
  ],
  [
    'logfmt',
    `2026-05-07T23:04:23.914Z [WARN] {b404dd0bfd6aad1819edad175e058964} [GM] socket closed code=1007 reason="${INVALID}"`,
    { code: 1007, cause: 'invalid_argument', reason: INVALID, day: '2026-05-07' },
  ],
  [
    'logfmt without quotes',
    `level=error msg=closed component=gemini-live code=1011 reason=Internal error encountered. remote=true`,
    { code: 1011, cause: 'internal', reason: INTERNAL },
  ],
];

/** Formats of other languages. */
const others: readonly Pasted[] = [
  [
    'Go, gorilla/websocket',
    `[GM] read error: websocket: close 1008 (policy violation): models/gemini-2.5-flash-preview-native-audio-dialog is not found for API version v1alpha, or is not supported for bidiGener`,
    {
      code: 1008,
      cause: 'model_retired',
      model: 'gemini-2.5-flash-preview-native-audio-dialog',
      version: 'v1alpha',
    },
  ],
  [
    'Go, gorilla/websocket, a lost connection',
    'websocket: close 1006 (abnormal closure): unexpected EOF',
    { code: 1006, cause: 'network' },
  ],
  [
    'Go, coder/websocket',
    `failed to get reader: received close frame: status = StatusPolicyViolation and reason = "${published(onVertex)}"
model=${onVertex}`,
    mismatchOnVertex,
  ],
  ['a close frame', `received close frame: 1008 ${notFound(onGemini)}`, mismatchOnGemini],
  [
    'a transport',
    `voice transport: 1011 ${INTERNAL}`,
    { code: 1011, cause: 'internal', reason: INTERNAL },
  ],
  [
    'Go, a refused upgrade',
    'failed to WebSocket dial: expected handshake response status code 101 but got 404',
    { httpStatus: 404, cause: 'unknown' },
  ],
  [
    'Go, a host that does not exist',
    `websocket dial: dial tcp: lookup generativelangauge.googleapis.com: no such host`,
    { errorCode: 'ENOTFOUND', cause: 'network' },
  ],
  [
    'Rust, tungstenite',
    `Close(Some(CloseFrame { code: Policy, reason: "${notFound(onGemini)}" }))`,
    mismatchOnGemini,
  ],
  [
    'Rust, tungstenite, a payload that was refused',
    `WebSocket closed: CloseFrame { code: Invalid, reason: Utf8Bytes(b"${INVALID}") }`,
    { code: 1007, cause: 'invalid_argument', reason: INVALID },
  ],
  [
    'Rust, a refused upgrade',
    'Error: HTTP error: 401 Unauthorized',
    { httpStatus: 401, cause: 'auth' },
  ],
  ['Java, OkHttp', `onClosing: 1008 / ${notFound(onGemini)}`, mismatchOnGemini],
  [
    'Java, OkHttp, named',
    `WebSocket onClosed code=1007, reason=${KEY}`,
    { code: 1007, cause: 'auth', reason: KEY },
  ],
  [
    'Java, OkHttp, a refused upgrade',
    `java.net.ProtocolException: Expected HTTP 101 response but was '403 Forbidden'`,
    { httpStatus: 403, cause: 'permission' },
  ],
  [
    'Java, Java-WebSocket',
    `closed with exit code 1008 additional info: BidiGenerateContent session not found`,
    { code: 1008, cause: 'session_expired' },
  ],
  [
    'Java, Java-WebSocket, in German',
    `Connection closed by remote peer, Code: 1011 Reason: ${UNAVAILABLE}`,
    { code: 1011, cause: 'overloaded' },
  ],
  [
    'Kotlin, Ktor',
    `CloseReason(reason=VIOLATED_POLICY, message=${notFound(onGemini)})`,
    mismatchOnGemini,
  ],
  [
    'Kotlin, Ktor, a payload that was refused',
    `session closed: CloseReason(knownReason=NOT_CONSISTENT, message=${INVALID})`,
    { code: 1007, cause: 'invalid_argument', reason: INVALID },
  ],
  [
    'Swift, URLSession',
    `urlSession didCloseWith closeCode: 1008 reason: Optional("${notFound(onGemini)}")`,
    mismatchOnGemini,
  ],
  [
    'Swift, the raw value',
    `closed NSURLSessionWebSocketCloseCode(rawValue: 1011), reason: ${INTERNAL}`,
    { code: 1011, cause: 'internal' },
  ],
  [
    'Swift, Starscream',
    `websocket is disconnected: ${notFound(onGemini)} with code: 1008`,
    mismatchOnGemini,
  ],
  [
    'C#, the status',
    `CloseStatus: PolicyViolation, CloseStatusDescription: ${notFound(onGemini)}`,
    mismatchOnGemini,
  ],
  [
    'C#, name and number',
    `The remote party closed the WebSocket connection: InvalidPayloadData (1007) ${KEY}`,
    { code: 1007, cause: 'auth', reason: KEY },
  ],
  [
    'C#, a refused upgrade',
    `System.Net.WebSockets.WebSocketException (0x80004005): The server returned status code '429' when status code '101' was expected.`,
    { httpStatus: 429, cause: 'quota' },
  ],
  [
    'Dart',
    `WebSocket closed with closeCode: 1008, closeReason: ${notFound(onGemini)}`,
    mismatchOnGemini,
  ],
  [
    'PHP',
    `Connection closed (1011 - ${INTERNAL})`,
    { code: 1011, cause: 'internal', reason: INTERNAL },
  ],
  [
    'curl',
    `> GET /ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=AIzaSyD-0123456789abcdefghijklmnopqrstu HTTP/1.1
> Host: generativelanguage.googleapis.com
> Upgrade: websocket
> Sec-WebSocket-Version: 13
< HTTP/1.1 401 Unauthorized
< content-type: text/html`,
    { httpStatus: 401, cause: 'auth', api: 'gemini', version: 'v1beta' },
  ],
  [
    'nginx, its access log',
    `10.0.0.8 - - [20/Nov/2026:10:10:08 +0000] "GET /ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent HTTP/1.1" 503 1008 "-" "python/3.12 websockets/15.0"`,
    { httpStatus: 503, cause: 'overloaded', api: 'vertex' },
  ],
  [
    'the path of the other API on a host of Google',
    `Unexpected server response: 404 from wss://generativelanguage.googleapis.com/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent?key=AIzaSyD-0123456789abcdefghijklmnopqrstu`,
    { httpStatus: 404, cause: 'endpoint', api: 'vertex' },
  ],
];

/** Attributes of our own spans, as backends and exporters write them. */
const attributes: readonly Pasted[] = [
  [
    'the console exporter',
    `{
  name: 'gemini.live.session ${onVertex}',
  attributes: {
    'gemini.api.name': 'vertex',
    'gemini.location': 'us-central1',
    'gen_ai.request.model': '${onVertex}',
    'gemini.live.phase': 'setup',
    'websocket.close.code': 1008,
    'websocket.close.reason': '${published(onVertex)}',
    'websocket.close.initiator': 'server'
  }
}`,
    { ...mismatchOnVertex, location: 'us-central1', count: 1 },
  ],
  [
    'OTLP in JSON',
    JSON.stringify({
      attributes: [
        { key: 'gen_ai.request.model', value: { stringValue: onGemini } },
        { key: 'gemini.api.name', value: { stringValue: 'gemini' } },
        { key: 'websocket.close.code', value: { intValue: '1008' } },
        { key: 'websocket.close.reason', value: { stringValue: '' } },
      ],
    }),
    { ...mismatchOnGemini, reason: '' },
  ],
  [
    'Jaeger in JSON',
    JSON.stringify({
      tags: [
        { key: 'gemini.api.name', type: 'string', value: 'gemini' },
        { key: 'gen_ai.request.model', type: 'string', value: onGemini },
        { key: 'websocket.close.reason', type: 'string', value: notFound(onGemini) },
        { key: 'websocket.close.code', type: 'int64', value: 1008 },
      ],
    }),
    mismatchOnGemini,
  ],
  [
    'the demo',
    `✗ gemini.live.session ${onGemini}  31 ms
│   websocket.close.code             1008
│   gemini.close.cause               model_mismatch
└─ ✗ gemini.live.connect ${onGemini}  30 ms`,
    { code: 1008, model: onGemini },
  ],
];

/** What happens to texts on their way. */
const noise: readonly Pasted[] = [
  [
    'a sentence alone',
    notFound('gemini-2.5-flash'),
    { code: 1008, cause: 'model_not_live', api: 'gemini', model: 'gemini-2.5-flash' },
  ],
  ['the beginning of a sentence', 'Publisher model was not found.', { cause: 'model_not_found' }],
  ['a code alone', '1008', { code: 1008, cause: 'unknown', reason: '' }],
  [
    'hard-wrapped by a terminal of 80 columns',
    wrapped(
      `websockets.exceptions.ConnectionClosedError: received 1008 (policy violation) ${notFound(onGemini)}; then sent 1008 (policy violation) ${notFound(onGemini)}`,
      80,
    ),
    { ...mismatchOnGemini, count: 1 },
  ],
  [
    'hard-wrapped inside of the code',
    wrapped(
      `websockets.exceptions.ConnectionClosedError: received 1008 (policy violation) ${KEY}`,
      56,
    ),
    { code: 1008, cause: 'auth' },
  ],
  [
    'hard-wrapped by a terminal of 40 columns',
    wrapped(`onclose: 1008 ${notFound(onGemini)}`, 40),
    mismatchOnGemini,
  ],
  [
    'percent-encoded',
    `code%3D1008%26reason%3D${encodeURIComponent(notFound(onGemini))}`,
    mismatchOnGemini,
  ],
  [
    'form-encoded',
    `event=close&code=1007&reason=${new URLSearchParams({ reason: INVALID }).toString().slice(7)}`,
    { code: 1007, cause: 'invalid_argument', reason: INVALID },
  ],
  [
    'HTML',
    `<td>websocket: close 1008 (policy violation): Method doesn&#39;t allow unregistered callers (callers without established identity)</td>`,
    { code: 1008, cause: 'auth' },
  ],
  [
    'a Kubernetes log with its own time before each line',
    `2026-11-20T09:10:07.100800000Z stdout F connecting to ${VERTEX_URL}
2026-11-20T09:10:08.100800000Z stdout F sending {"setup":{"model":"projects/my-project/locations/us-central1/publishers/google/models/${onVertex}"}}
2026-11-20T09:10:08.200800000Z stderr F closed: 1008`,
    { ...mismatchOnVertex, location: 'us-central1', day: '2026-11-20', count: 1 },
  ],
  [
    'Windows line ends and a byte order mark',
    `\uFEFFconnecting\r\nonclose 1011 ${INTERNAL}\r\n`,
    { code: 1011, cause: 'internal', reason: INTERNAL },
  ],
  [
    'the model cut by Google, whole elsewhere',
    `model = "gemini-live-2.5-flash-preview-native-audio-09-2025"
ConnectionClosedError: received 1008 (policy violation) ${cut('Publisher Model `projects/a-project-with-a-long-name/locations/us-central1/publishers/google/models/gemini-live-2.5-flash-preview-native-audio-09-2025` was not found', 123)}; then sent 1008 (policy violation)`,
    {
      code: 1008,
      cause: 'model_retired',
      model: 'gemini-live-2.5-flash-preview-native-audio-09-2025',
      api: 'vertex',
    },
  ],
  [
    'the model cut by Google, and only one that begins so',
    `websocket: close 1008 (policy violation): ${cut('Publisher model `projects/a-project-with-a-long-name/locations/us-central1/publishers/google/models/gemini-2.5-flash-native-audio-preview-12-2025` was not found', 136)}`,
    { code: 1008, api: 'vertex' },
  ],
  [
    'the setup in the log tells what was refused',
    `> {"setup":{"model":"models/gemini-3.8-live","generationConfig":{"responseModalities":["AUDIO"],"thinkingConfig":{"thinkingLevel":"LOW"}}}}
< close 1007 "Thinking level is not supported for this model."`,
    {
      code: 1007,
      cause: 'unsupported_operation',
      model: 'gemini-3.8-live',
      field: 'setup.generationConfig.thinkingConfig.thinkingLevel',
    },
  ],
  [
    'after setupComplete a 1008 without words is no mismatch',
    `connecting to ${GEMINI_URL} with models/${onGemini}
< {"setupComplete": {}}
onclose 1008`,
    { code: 1008, cause: 'unknown', reason: '' },
  ],
  [
    'after goAway',
    `< {"setupComplete": {}}
< {"goAway": {"timeLeft": "50s"}}
onclose 1008 Connection aborted because the client failed to close the connection after receiving a GoAway signal once the session durat`,
    { code: 1008, cause: 'session_expired' },
  ],
  [
    'advice in the log is not the model',
    `Model '${onGemini}' is a Vertex AI model, but this connection goes to the Gemini API. Use 'gemini-3.8-live' there, or connect to Vertex AI.
connecting to ${GEMINI_URL}
close 1008 (policy violation)`,
    mismatchOnGemini,
  ],
  [
    'a REST call of another model beside it',
    `connecting to ${VERTEX_URL} model=projects/p/locations/us-central1/publishers/google/models/${onVertex}
POST https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent 200 OK
close 1008 (policy violation)`,
    mismatchOnVertex,
  ],
  [
    'the model of the next session is not that of the one that closed',
    `onclose 1008
connecting to ${VERTEX_URL} model=projects/p/locations/us-central1/publishers/google/models/${onVertex}`,
    { code: 1008, cause: 'unknown', model: undefined, api: undefined },
  ],
  ['YAML', `close:\n  code: 1008\n  reason: >-\n    ${notFound(onGemini)}`, mismatchOnGemini],
  [
    'a table',
    '| code | 1008 |\n| reason | BidiGenerateContent session expired |',
    { code: 1008, cause: 'session_expired', reason: 'BidiGenerateContent session expired' },
  ],
  ['words of another language around it', `连接关闭: 1008 ${notFound(onGemini)}`, mismatchOnGemini],
  [
    'a group of exceptions of Python 3.11',
    `  + Exception Group Traceback (most recent call last):
  |   File "/app/bot.py", line 1008, in <module>
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    | websockets.exceptions.ConnectionClosedError: received 1007 (invalid frame payload data) ${INVALID}; then sent 1007 (invalid frame payload data) ${INVALID}
    +------------------------------------`,
    { code: 1007, cause: 'invalid_argument', reason: INVALID, count: 1 },
  ],
  [
    'a report in Markdown',
    `I use \`${onVertex}\` on Vertex AI and get
\`\`\`
websockets.exceptions.ConnectionClosedError: received 1008 (policy violation) Publisher model was not found.; then sent 1008 (policy violation)
\`\`\`
client = genai.Client(vertexai=True, project="x", location="us-central1")`,
    { ...mismatchOnVertex, location: 'us-central1' },
  ],
  [
    'several closes in one log',
    `2026-11-20 10:00:01 INFO connecting to ${VERTEX_URL} model=projects/p/locations/us-central1/publishers/google/models/${onVertex}
2026-11-20 10:00:02 ERROR received 1008 (policy violation) ${published(onVertex)}; then sent 1008 (policy violation) ${published(onVertex)}
2026-11-20 10:05:01 INFO connecting to ${VERTEX_URL} model=projects/p/locations/us-central1/publishers/google/models/${onVertex}
2026-11-20 10:05:02 ERROR received 1008 (policy violation) ${published(onVertex)}; then sent 1008 (policy violation) ${published(onVertex)}
2026-11-20 10:10:08 INFO connecting to ${GEMINI_URL} model=models/gemini-3.8-live
2026-11-20 10:10:09 ERROR received 1011 (internal error) ${cut(QUOTA)}; then sent 1011 (internal error) ${cut(QUOTA)}
2026-11-20 10:10:10 INFO connecting to ${GEMINI_URL} model=models/gemini-3.8-live
2026-11-20 10:10:11 INFO closed: received 1000 (OK); then sent 1000 (OK)`,
    { ...mismatchOnVertex, count: 2 },
    { code: 1011, cause: 'quota', api: 'gemini', model: 'gemini-3.8-live', count: 1 },
    { code: 1000, cause: 'normal', count: 1 },
  ],
  [
    'two closes in one line',
    `closes: [{"code":1007,"reason":"${KEY}"},{"code":1011,"reason":"${INTERNAL}"}]`,
    { code: 1007, cause: 'auth', reason: KEY },
    { code: 1011, cause: 'internal', reason: INTERNAL },
  ],
  [
    'a code of one’s own',
    'WebSocket closed with code 4001 and reason "budget used up"',
    { code: 4001, cause: 'unknown', reason: 'budget used up' },
  ],
  [
    'a sentence that nobody has seen',
    'received 1011 (internal error) Quota exceeded for quota metric; then sent 1011 (internal error)',
    { code: 1011, cause: 'quota' },
  ],
];

/** Every text that is pasted, and what it tells. */
export const pastedTexts: readonly Pasted[] = [
  ...python,
  ...javascript,
  ...others,
  ...attributes,
  ...noise,
];

/** Texts in which nothing closes. */
export const decoys: readonly (readonly [name: string, text: string])[] = [
  ['a time of day', 'meeting at 10:08, then 10:07:11 and 10:11'],
  ['a port', 'listening on port 1008\nserver at localhost:1011 and 127.0.0.1:1007'],
  ['tokens', 'the answer took 1008 tokens, prompt_tokens=1007 total_tokens: 1011'],
  ['ids', 'session-1008 user_1007 id=1011 job 1008-a {"id": 1008, "pid": 1007}'],
  ['bytes', 'received 1008 bytes, sent 1011 bytes\nreceived 1000 frames'],
  ['tickets', 'closed 1008 tickets\nclosed 1000 connections'],
  ['a line of a stack', '    at live (/app/live.js:1008:11)\n  File "a.py", line 1011, in main'],
  ['money', 'price: $1008, 1,008.50 and 1008.50'],
  ['a year, a version', 'in 1008 AD; version 3.1008.1; v1008'],
  ['milliseconds', 'took 1008ms, 1011 ms, 1007 us'],
  ['an error of MySQL', "ERROR 1008 (HY000): Can't drop database 'live'; database doesn't exist"],
  ['an HTTP request of another server', '10.0.0.1 - "GET /health HTTP/1.1" 404 1008'],
  [
    'a REST error',
    `google.genai.errors.ClientError: 400 INVALID_ARGUMENT. {'error': {'code': 400, 'message': '${INVALID}', 'status': 'INVALID_ARGUMENT'}}`,
  ],
  [
    'a REST call of another method',
    '404 NOT_FOUND models/gemini-9 is not found for API version v1beta, or is not supported for generateContent. Call ListModels',
  ],
  [
    'a database that refuses in a log of many lines',
    'starting\nredis: connect ECONNREFUSED 127.0.0.1:6379\nretrying\nok',
  ],
  ['a table of contents', '1007 Chapter\n1008 Chapter\n1011 Chapter'],
  [
    'figures of a Live session',
    `gemini live: sent 1008 audio chunks over websocket
WebSocket received 1011 frames
received 1000 frames of audio from gemini live
gemini websocket closed after 1008 seconds
WebSocket connection closed after 1011 messages
websocket status: 1008 ms
websocket close timeout: 1000
websocket server listening on 4000
connected to ws://localhost:4000/live`,
  ],
  [
    'source code',
    'const code = 1008;\nif (event.code === 1008) { reconnect(); } // gemini websocket',
  ],
  ['another protocol’s status', '{"status": 1000, "msg": "live session ok"}\nbye'],
  ['nothing at all', 'all is well\nno news'],
];

function wrapped(text: string, width: number): string {
  return text.match(new RegExp(`.{1,${width}}`, 'gs'))?.join('\n') ?? text;
}
