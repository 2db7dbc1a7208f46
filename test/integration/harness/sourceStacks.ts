import { findSourceMap } from 'node:module';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/**
 * Makes stacks name the TypeScript that the tests were compiled from. Node would do that by itself, but VS Code formats
 * stacks its own way, to find out which extension is to blame.
 */
export function showSourcesInStacks(): void {
  process.setSourceMapsEnabled(true);
  Error.prepareStackTrace = (error, frames) =>
    [String(error), ...frames.map((frame) => `    at ${describeFrame(frame)}`)].join('\n');
}

function describeFrame(frame: NodeJS.CallSite): string {
  const origin = findSourceMap(frame.getFileName() ?? '')?.findOrigin(
    frame.getLineNumber() ?? 0,
    frame.getColumnNumber() ?? 0,
  );
  if (!origin || !('fileName' in origin)) {
    return String(frame);
  }
  const place = `${fileURLToPath(origin.fileName)}:${origin.lineNumber}:${origin.columnNumber}`;
  const name = frame.getFunctionName();
  return name === null ? place : `${name} (${place})`;
}
