// Stands in for @vscode/spdlog, a native module: the same interface, and the messages go to the same file.
const { appendFile, mkdir } = require('node:fs/promises');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical', 'off'];

class Logger {
  #path;
  #level = 2;
  #written = Promise.resolve();

  constructor(_type, _name, path) {
    this.#path = path;
    for (const [level, name] of levels.slice(0, -1).entries()) {
      this[name] = (message) => this.#write(level, `[${name}] ${message}`);
    }
  }

  #write(level, line) {
    if (level >= this.#level) {
      const text = `${new Date().toISOString()} ${line}\n`;
      this.#written = this.#written.then(() => appendFile(this.#path, text)).catch(() => {});
    }
  }

  getLevel() {
    return this.#level;
  }
  setLevel(level) {
    this.#level = level;
  }
  setPattern() {}
  clearFormatters() {}
  flush() {}
  drop() {}
}

async function createLogger(name, path) {
  await mkdir(dirname(path), { recursive: true });
  return new Logger('rotating', name, path);
}

exports.version = 0;
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
