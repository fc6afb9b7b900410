'use strict';
// For a client that takes no base URL: Google's hosts are the simulator, on this machine. What the
// client itself does stays as it is.
const tls = require('node:tls');
const { connect } = tls;

tls.connect = function (options, ...rest) {
  if (!/\.googleapis\.com$/.test(options?.host ?? '')) return connect.call(this, options, ...rest);
  const here = {
    ...options,
    host: '127.0.0.1',
    port: Number(process.env.TLS_PORT),
    rejectUnauthorized: false,
  };
  return connect.call(this, here, ...rest);
};
