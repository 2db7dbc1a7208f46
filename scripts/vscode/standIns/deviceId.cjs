// Stands in for @vscode/deviceid, which would write an id of this machine into the home directory: another id every time.
const { randomUUID } = require('node:crypto');

exports.getDeviceId = async () => randomUUID();
