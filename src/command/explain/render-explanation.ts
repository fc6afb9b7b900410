import type { Output } from '../output.js';
import { wrap } from '../../terminal/wrap.js';
import type { Explanation } from './explanation.js';

const LABEL_WIDTH = 13;

/** The explanations as a person reads them. */
export function renderExplanations(
  explanations: readonly Explanation[],
  { more, hasEvent }: { readonly more: number; readonly hasEvent: boolean },
  output: Output,
): string {
  if (explanations.length === 0) {
    // Node's own WebSocket has them in getters, which console.log does not show.
    if (hasEvent) {
      return wrap(
        'A CloseEvent is printed here without its code and reason, as Node prints that of its own WebSocket. Print event.code and event.reason instead, or say them by --code NUMBER and --reason TEXT.',
        output.width,
      ).join('\n');
    }
    return wrap(
      'No close is told of here: neither a close code with what belongs to it, nor a sentence with which Google is known to close. If there was one, say it by --code NUMBER and --reason TEXT.',
      output.width,
    ).join('\n');
  }
  const parts = explanations.map((each) => renderExplanation(each, output));
  const rest = more > 0 ? [`${more} more closes are not told apart.`] : [];
  return [...parts, ...rest].join('\n\n');
}

function renderExplanation(told: Explanation, { width, colours }: Output): string {
  const { bold, dim, green, red, yellow } = colours;
  const isFault = told.cause !== 'normal';
  const times = told.count > 1 ? `  ${dim(`× ${told.count}`)}` : '';
  const likely = told.confidence === 'likely' ? dim(' (likely)') : '';
  const title = isFault ? red(bold(told.cause)) : green(bold('normal close'));
  const lines = [`${title}${likely}${times}`];
  const row = (label: string, text: string | undefined, paint = (line: string) => line): void => {
    if (text === undefined || text === '') return;
    for (const [index, line] of wrap(text, width - LABEL_WIDTH).entries()) {
      lines.push(`${dim((index === 0 ? label : '').padEnd(LABEL_WIDTH))}${paint(line)}`);
    }
  };
  row('  closed', closeText(told));
  row('  session', sessionText(told));
  row('  why', told.hint ?? withoutHint(told), told.hint === undefined ? undefined : yellow);
  row('  change', told.field);
  row('  use', told.suggestedModel, bold);
  row('  use today', told.suggestedToday, bold);
  // An address is not broken: it is to be followed.
  if (told.documentation) lines.push(`${dim('  see'.padEnd(LABEL_WIDTH))}${told.documentation}`);
  for (const [index, each] of told.assumed.entries()) row(index === 0 ? '  assumed' : '', each);
  for (const [index, { option, why }] of told.missing.entries()) {
    row(index === 0 ? '  tell me' : '', `${option}: ${why}`);
  }
  return lines.join('\n');
}

function closeText({ code, reason, httpStatus, errorCode }: Explanation): string {
  const what =
    httpStatus !== undefined
      ? `upgrade refused, HTTP ${httpStatus}`
      : errorCode !== undefined
        ? `never opened, ${errorCode}`
        : code === undefined
          ? 'without a code'
          : String(code);
  return reason === ''
    ? `${what} (no reason given)`.replace(/^(.*(?:HTTP|opened).*) \(.*$/, '$1')
    : `${what} ${reason}`;
}

function sessionText({ api, version, location, model, host }: Explanation): string {
  const name = api === 'vertex' ? 'Vertex AI' : api === 'gemini' ? 'Gemini API' : undefined;
  const parts = [model, name && [name, version].filter(Boolean).join(' '), location, host];
  return parts.filter(Boolean).join(' · ');
}

/** What can be said where the diagnosis has no words for it. */
function withoutHint({ cause, code, reason }: Explanation): string | undefined {
  if (cause === 'normal') return 'Nothing went wrong: one side closed the session as usual.';
  if (cause === 'unknown') {
    if (code === 1008 && reason === '') {
      return 'Google gives code 1008 for many things, and said nothing here.';
    }
    return 'This is not known, and it is not guessed.';
  }
  return undefined;
}
