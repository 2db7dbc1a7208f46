import { createFaultReporter, watchForFaults } from './faults.ts';
import { createFrameQueue } from './frameQueue.ts';
import { openHostChannel } from './hostChannel.ts';
import { createPanel, type Panel } from './panel.ts';
import { createTicker } from './ticker.ts';

const now = () => performance.now();
let panel: Panel | undefined;
const channel = openHostChannel(
  (event) => panel?.handle(event),
  (name) => faults.report({ kind: 'message', name }),
);
const faults = createFaultReporter(channel.post);
watchForFaults(faults);
const root = document.getElementById('root');
if (root) {
  const frames = createFrameQueue({
    requestFrame: (callback) => requestAnimationFrame(callback),
    afterFrame: (callback) => setTimeout(callback),
    now,
  });
  panel = createPanel(root, { channel, frames, ticker: createTicker(), now });
  channel.post({ type: 'ready' });
}
