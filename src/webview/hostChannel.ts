import { type HostEvent, parseHostEvent, type ViewIntention } from '../shared/protocol.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The view's way to the extension host. */
export interface HostChannel {
  post(intention: ViewIntention): void;
  /** What `remember` was last given, in this or an earlier life of the view. */
  recall(): unknown;
  remember(state: unknown): void;
}

/** @param onEvent gets every message that is of the protocol; others are dropped */
export function openHostChannel(onEvent: (event: HostEvent) => void): HostChannel {
  const api = acquireVsCodeApi();
  window.addEventListener('message', (message) => {
    const event = parseHostEvent(message.data);
    if (event) onEvent(event);
  });
  return {
    post: (intention) => api.postMessage(intention),
    recall: () => api.getState(),
    remember: (state) => api.setState(state),
  };
}
