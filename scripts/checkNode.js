// In JavaScript, and run before scripts that are in TypeScript: an older Node would have nothing but a stack trace to say.
const needed = 24;
if (Number(process.versions.node.split('.')[0]) < needed) {
  console.error(
    `This needs Node ${needed}, which "npm ci" puts into node_modules; what runs is ${process.version}. ` +
      'Run "npm ci" again, without --omit and --ignore-scripts.',
  );
  process.exitCode = 1;
}
