import type { Page } from 'playwright-core';

/** A way in which a page can make a browser reach for an address. */
export interface WayOut {
  readonly name: string;
  /** What it shows itself as where nothing stops it. */
  readonly kind: 'connection' | 'datagram' | 'name';
  /** Whether every Chromium has it: one that is made for servers guesses nothing in advance. */
  readonly everywhere: boolean;
  /** Whether the page does less from then on, so that this way has to be the last. */
  readonly hidesPage?: boolean;
  /** Takes the way; settles when the page has done its part. */
  readonly take: (page: Page, target: Target) => Promise<unknown>;
}

export interface Target {
  /** Of loopback. */
  readonly port: number;
  /** One that leads to loopback, and that nobody else uses. */
  readonly name: string;
}

/*
 * The functions are sent to the page as their source: nothing outside of them can be used.
 */
export const waysOut: readonly WayOut[] = [
  connection('fetch', ({ port }) => {
    void fetch(`http://127.0.0.1:${port}/`, { mode: 'no-cors' }).catch(() => {});
  }),
  connection('fetch over TLS', ({ port }) => {
    void fetch(`https://127.0.0.1:${port}/`, { mode: 'no-cors' }).catch(() => {});
  }),
  connection('fetch that outlives the page', ({ port }) => {
    void fetch(`http://127.0.0.1:${port}/`, { mode: 'no-cors', keepalive: true }).catch(() => {});
  }),
  connection('XMLHttpRequest', ({ port }) => {
    const request = new XMLHttpRequest();
    request.open('GET', `http://127.0.0.1:${port}/`);
    request.send();
  }),
  connection('WebSocket', ({ port }) => {
    new WebSocket(`ws://127.0.0.1:${port}/`).addEventListener('error', () => {});
  }),
  connection('WebSocket over TLS', ({ port }) => {
    new WebSocket(`wss://127.0.0.1:${port}/`).addEventListener('error', () => {});
  }),
  connection('EventSource', ({ port }) => {
    const source = new EventSource(`http://127.0.0.1:${port}/`);
    source.addEventListener('error', () => source.close());
  }),
  connection('beacon', ({ port }) => {
    navigator.sendBeacon(`http://127.0.0.1:${port}/`, 'hello');
  }),
  connection('fetch of a worker', ({ port }) => {
    const script = `fetch('http://127.0.0.1:${port}/', { mode: 'no-cors' }).catch(() => {})`;
    new Worker(URL.createObjectURL(new Blob([script])));
  }),
  connection('image', ({ port }) => {
    new Image().src = `http://127.0.0.1:${port}/`;
  }),
  connection('script', ({ port }) => {
    const script = document.createElement('script');
    script.src = `http://127.0.0.1:${port}/`;
    document.head.append(script);
  }),
  connection('stylesheet', ({ port }) => {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'stylesheet', href: `http://127.0.0.1:${port}/` });
    document.head.append(link);
  }),
  connection('font', ({ port }) => {
    void new FontFace('any', `url(http://127.0.0.1:${port}/)`).load().catch(() => {});
  }),
  connection('video', ({ port }) => {
    const video = document.createElement('video');
    video.preload = 'auto';
    video.src = `http://127.0.0.1:${port}/`;
    document.body.append(video);
  }),
  connection('frame', ({ port }) => {
    const frame = document.createElement('iframe');
    frame.src = `http://127.0.0.1:${port}/`;
    document.body.append(frame);
  }),
  connection('form', ({ port }) => {
    const frame = document.createElement('iframe');
    frame.name = 'form';
    const form = document.createElement('form');
    Object.assign(form, { action: `http://127.0.0.1:${port}/`, method: 'post', target: 'form' });
    document.body.append(frame, form);
    form.submit();
  }),
  connection('link with a ping', ({ port }) => {
    const link = document.createElement('a');
    Object.assign(link, { href: '#here', ping: `http://127.0.0.1:${port}/` });
    document.body.append(link);
    link.click();
  }),
  connection('prefetch', ({ port }) => {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'prefetch', href: `http://127.0.0.1:${port}/` });
    document.head.append(link);
  }),
  connection('speculation rules', ({ port }) => {
    const script = document.createElement('script');
    script.type = 'speculationrules';
    script.textContent = JSON.stringify({ prefetch: [{ urls: [`http://127.0.0.1:${port}/`] }] });
    document.head.append(script);
  }),
  connection('report of a violated policy', ({ port }) => {
    const frame = document.createElement('iframe');
    // Only a policy that came with a page has its violations reported.
    frame.src = `/reporting?to=${port}`;
    document.body.append(frame);
  }),
  {
    ...connection('preconnect', ({ port }) => {
      const link = document.createElement('link');
      // Without TLS nothing would be asked of the proxy until there is a request.
      Object.assign(link, { rel: 'preconnect', href: `https://127.0.0.1:${port}/` });
      document.head.append(link);
    }),
    everywhere: false,
  },
  withHelp('WebRTC, TURN over TCP', 'connection', ({ port }) => `turn:127.0.0.1:${port}?transport=tcp`),
  withHelp('WebRTC, TURN over TLS', 'connection', ({ port }) => `turns:127.0.0.1:${port}?transport=tcp`),
  withHelp(
    'WebRTC, TURN over TCP by name',
    'connection',
    ({ name, port }) => `turn:${name}:${port}?transport=tcp`,
  ),
  withHelp('WebRTC, STUN', 'datagram', ({ port }) => `stun:127.0.0.1:${port}`),
  withHelp('WebRTC, TURN', 'datagram', ({ port }) => `turn:127.0.0.1:${port}`),
  withHelp('WebRTC, STUN by name', 'datagram', ({ name, port }) => `stun:${name}:${port}`),
  way('WebRTC, to a peer', 'datagram', async ({ port }) => {
    const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()];
    one.createDataChannel('any');
    await one.setLocalDescription();
    await other.setRemoteDescription(one.localDescription as RTCSessionDescription);
    await other.setLocalDescription();
    await one.setRemoteDescription(other.localDescription as RTCSessionDescription);
    const candidate = `candidate:1 1 udp 2122260223 127.0.0.1 ${port} typ host`;
    await one.addIceCandidate({ candidate, sdpMid: '0' });
  }),
  way('WebTransport', 'datagram', ({ port }) => {
    const transport = new WebTransport(`https://127.0.0.1:${port}/`);
    transport.ready.catch(() => {});
    transport.closed.catch(() => {});
  }),
  {
    ...way('DNS prefetch', 'name', ({ name }) => {
      const link = document.createElement('link');
      Object.assign(link, { rel: 'dns-prefetch', href: `http://${name}/` });
      document.head.append(link);
    }),
    everywhere: false,
  },
  {
    ...connection('new window', ({ port }) => {
      window.open(`http://127.0.0.1:${port}/`);
    }),
    hidesPage: true,
  },
];

function connection(name: string, inPage: (target: Target) => void): WayOut {
  return way(name, 'connection', inPage);
}

/** @param inPage runs in the page */
function way(name: string, kind: WayOut['kind'], inPage: (target: Target) => void | Promise<void>): WayOut {
  return { name, kind, everywhere: true, take: (page, target) => page.evaluate(inPage, target) };
}

/** @param server the address of one that helps WebRTC to find out how the page can be reached */
function withHelp(name: string, kind: WayOut['kind'], server: (target: Target) => string): WayOut {
  return { name, kind, everywhere: true, take: (page, target) => gatherCandidates(page, server(target)) };
}

/**
 * @param server `stun:HOST:PORT`, `turn:HOST:PORT?transport=tcp`
 * @returns the network addresses that WebRTC finds for a page with the help of a server
 */
export async function gatherCandidates(page: Page, server: string): Promise<string[]> {
  return await page.evaluate(async (urls) => {
    const connection = new RTCPeerConnection({
      iceServers: [{ urls, username: 'any', credential: 'any' }],
    });
    const candidates: string[] = [];
    const gathered = new Promise<void>((resolve) => {
      connection.onicecandidate = ({ candidate }) => {
        if (candidate === null) resolve();
        else candidates.push(candidate.candidate);
      };
    });
    connection.createDataChannel('any');
    await connection.setLocalDescription();
    await gathered;
    connection.close();
    return candidates;
  }, server);
}
