/** A kind of socket, and the Node version that it is run on. */
export interface Socket {
  readonly name: string;
  /** What the application is told to use. */
  readonly uses: 'ws' | 'undici' | 'global';
  /** The running Node by default. */
  readonly node?: string;
  /** Whether it tells its caller the code 1006 where there was no close frame. */
  readonly kind: 'ws' | 'whatwg';
}

export const sockets: readonly Socket[] = [
  { name: 'ws 8', uses: 'ws', kind: 'ws' },
  { name: 'undici 7', uses: 'undici', kind: 'whatwg' },
  { name: 'global, Node 22', uses: 'global', node: '22.23.3', kind: 'whatwg' },
  { name: 'global, Node 26', uses: 'global', node: '26.10.0', kind: 'whatwg' },
];
