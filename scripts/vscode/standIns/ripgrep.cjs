// Stands in for @vscode/ripgrep-universal: the search program of this platform, from the package that holds no other.
const program = process.platform === 'win32' ? 'rg.exe' : 'rg';

exports.rgPath = require.resolve(`@vscode/ripgrep-${process.platform}-${process.arch}/bin/${program}`);
