import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--allow-natives-syntax');

/**
 * Whether V8 finds an object's fields by the layout that it shares with its kind. Else it has a table
 * of its own, in which each field has to be searched for.
 */
export const hasLayout = new Function('object', 'return %HasFastProperties(object)') as (
  object: object,
) => boolean;
