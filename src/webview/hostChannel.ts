import { describeFault, type HostEvent, parseHostEvent, type ViewIntention } from '../shared/protocol.ts';

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

/**
 * @param onEvent gets every message that is of the protocol
 * @param onStrange told of the host's other messages, which are dropped, in words without content. What other windows
 * send is not even looked at
 */
export function openHostChannel(
  onEvent: (event: HostEvent) => void,
  onStrange: (description: string) => void,
): HostChannel {
  const api = acquireVsCodeApi();
  let host: MessageEventSource | undefined;
  window.addEventListener('message', (message) => {
    // The host's messages are handed on by the frame around this one, which has the same origin. VS Code has taken
    // `window.parent` away; the first to say something sensible, which is the answer to `ready`, is that frame.
    const { data, origin, source } = message;
    if (origin !== window.origin || source === window || source === null || source !== (host ?? source))
      return;
    const event = parseHostEvent(data);
    if (event) {
      host = source;
      onEvent(event);
    } else {
      onStrange(describeFault(data, 'host'));
    }
  });
  return {
    post: (intention) => api.postMessage(intention),
    recall: () => api.getState(),
    remember: (state) => api.setState(state),
  };
}
