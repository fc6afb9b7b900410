// Preloaded by NODE_OPTIONS: notes the port of every TCP connection in the file $CONNECTIONS.
'use strict';

const { appendFileSync } = require('node:fs');
const { Socket } = require('node:net');

const connect = Socket.prototype.connect;
Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  const port = typeof options === 'object' ? options?.port : options;
  if (port !== undefined) appendFileSync(process.env.CONNECTIONS, `${port}\n`);
  return Reflect.apply(connect, this, args);
};
