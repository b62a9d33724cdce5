import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether a host is this machine, by an address that never leaves it or by the one name that stands for such. */
export function isLocalHost(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const version = isIP(bare);
  if (version === 0) return bare.toLowerCase() === 'localhost';
  return loopback.check(bare, version === 4 ? 'ipv4' : 'ipv6');
}

/** Where a connection goes, or a server listens: a local socket (a path, a handle that is there already) or a host; null: no host was named. */
export type Target = { readonly kind: 'local' } | { readonly kind: 'host'; readonly host: string | null };

const LOCAL: Target = { kind: 'local' };

/** Reads the arguments of `net.Socket.connect` and `net.Server.listen` in all their forms, as Node itself reads them. */
export function targetOf(args: readonly unknown[]): Target {
  const [first, second] = args;
  // How `net.connect` hands them on: as a list with the options at its beginning.
  if (Array.isArray(first)) return targetOf([first[0]]);
  if (typeof first === 'number' || isPortText(first)) return toTarget(second);
  if (typeof first === 'string') return LOCAL;
  if (typeof first !== 'object' || first === null) return toTarget(undefined);
  if (hasLocalEnd(first)) return LOCAL;
  return toTarget('host' in first ? first.host : undefined);
}

function toTarget(host: unknown): Target {
  return { kind: 'host', host: typeof host === 'string' && host !== '' ? host : null };
}

function isPortText(value: unknown): boolean {
  return typeof value === 'string' && Number(value) >= 0;
}

function hasLocalEnd(options: object): boolean {
  if ('path' in options && typeof options.path === 'string' && options.path !== '') return true;
  if ('port' in options) return false;
  return ['_handle', 'handle', 'fd'].some((name) => (Reflect.get(options, name) ?? null) !== null);
}
