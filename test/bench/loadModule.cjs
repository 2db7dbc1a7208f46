// Prints how many milliseconds it takes to load the module that is named. The `vscode` module is there already, as in
// an extension host.
const Module = require('node:module');

/** Stands for every class, function and value of the API, as far as loading a module touches them. */
const anything = new Proxy(class {}, {
  get: (target, name) => (name === 'prototype' ? target.prototype : anything),
});

// The bundle copies the module's own members and its prototype.
const vscode = Object.create(anything);
const load = Module._load;
Module._load = (name, ...rest) => (name === 'vscode' ? vscode : load(name, ...rest));

const start = process.hrtime.bigint();
require(process.argv[2]);
process.stdout.write(String(Number(process.hrtime.bigint() - start) / 1e6));
