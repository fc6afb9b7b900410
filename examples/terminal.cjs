// How the demo and the examples write to the terminal.
'use strict';

const { colours, wantsColour, wrap } = require('../dist/cjs/print.js');

const columns = 100;
const coloured = wantsColour({ isTTY: process.stdout.isTTY, env: process.env });
const { bold, dim, green, red, yellow } = colours(coloured);

module.exports = { bold, coloured, columns, dim, green, red, wrap, yellow };
