// A small database, instrumented as a database client is: one span a query.
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('orders-database');
const orders = new Map([['1234', { number: '1234', status: 'shipped', arrives: 'tomorrow' }]]);

export function findOrder(number) {
  const attributes = {
    'db.system.name': 'other_sql',
    'db.operation.name': 'SELECT',
    'db.collection.name': 'orders',
    'db.query.text': 'SELECT * FROM orders WHERE number = ?',
  };
  const options = { kind: SpanKind.CLIENT, attributes };
  return tracer.startActiveSpan('SELECT orders', options, async (span) => {
    await sleep(5);
    span.end();
    return orders.get(number);
  });
}
