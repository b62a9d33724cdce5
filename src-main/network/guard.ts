import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net, { isIP } from 'node:net';
import { EngineError } from '#contract';
import { isLocalHost, targetOf } from './targets.ts';

export type NetworkOutcome = 'refused' | 'made';

type Call = (self: unknown, args: readonly unknown[]) => unknown;
type Callable = (this: unknown, ...args: unknown[]) => unknown;

const NAME_QUERY = /^(?:lookup|lookupService|resolve.*|reverse)$/;

/**
 * From now on JavaScript in this thread reaches this machine alone: sockets connect to loopback and local sockets, servers
 * listen there, names are not asked for, and UDP is not spoken at all. `count` hears of everything that was refused, and
 * of each connection that goes elsewhere all the same. It changes Node's own prototypes, through which net, tls, http,
 * http2, fetch and WebSocket all pass, so it holds for every package; it cannot be taken back.
 *
 * Beyond its reach: native code (onnxruntime, LanceDB, SQLite), other processes, and worker threads, which have their own
 * copy of Node's modules. For these there is the test that traces the system calls of all processes.
 */
export function guardNetwork(count: (outcome: NetworkOutcome) => void): void {
  const refuse = (what: string): EngineError => {
    count('refused');
    return new EngineError('networkRefused', `${what} would have reached another machine`);
  };

  replace(net.Socket.prototype, 'connect', (call) => {
    return function (...args) {
      if (!(this instanceof net.Socket)) return call(this, args);
      const target = targetOf(args);
      // Without a host it is this one.
      if (target.kind === 'host' && target.host !== null && !isLocalHost(target.host)) {
        const error = refuse('a connection');
        // As Node tells of a connection that failed: not before the caller could listen.
        process.nextTick(() => this.destroy(error));
        return this;
      }
      // Seen apart from what was asked for: a name may have led elsewhere.
      this.once('connect', () => {
        if (this.remoteAddress !== undefined && !isLocalHost(this.remoteAddress)) count('made');
      });
      return call(this, args);
    };
  });
  replace(net.Server.prototype, 'listen', (call) => {
    return function (...args) {
      const target = targetOf(args);
      // Without a host it is every address that this machine has.
      if (target.kind === 'host' && (target.host === null || !isLocalHost(target.host))) throw refuse('a server');
      return call(this, args);
    };
  });
  for (const name of ['bind', 'connect', 'send']) {
    replace(dgram.Socket.prototype, name, () => () => {
      throw refuse('a datagram');
    });
  }
  for (const owner of [dns, dns.Resolver.prototype]) guardNames(owner, (name) => refuseByCallback(name, refuse));
  for (const owner of [dns.promises, dns.promises.Resolver.prototype]) guardNames(owner, (name) => refuseByPromise(name, refuse));
  // Else `import { lookup } from 'node:dns'` would still be the one from before.
  syncBuiltinESMExports();
}

function guardNames(owner: object, guard: (name: string) => (call: Call) => Callable): void {
  for (const name of Object.getOwnPropertyNames(owner)) {
    if (NAME_QUERY.test(name)) replace(owner, name, guard(name));
  }
}

type Refuse = (what: string) => EngineError;

function refuseByCallback(name: string, refuse: Refuse): (call: Call) => Callable {
  return (call) =>
    function (...args) {
      if (isAnsweredHere(name, args[0])) return call(this, args);
      const error = refuse('a name query');
      const callback = args.at(-1);
      if (typeof callback !== 'function') throw error;
      process.nextTick(() => Reflect.apply(callback, undefined, [error]));
      return undefined;
    };
}

function refuseByPromise(name: string, refuse: Refuse): (call: Call) => Callable {
  return (call) =>
    function (...args) {
      return isAnsweredHere(name, args[0]) ? call(this, args) : Promise.reject(refuse('a name query'));
    };
}

/** Nobody else is asked for the address of an address, nor of this machine. */
function isAnsweredHere(name: string, host: unknown): boolean {
  if (name !== 'lookup') return false;
  return typeof host !== 'string' || host === '' || isIP(host) !== 0 || isLocalHost(host);
}

/** Puts another function in the place of one, with the same properties: `util.promisify` looks at those. */
function replace(owner: object, name: string, wrap: (call: Call) => Callable): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== 'function') return;
  const guarded = wrap((self, args) => Reflect.apply(original, self, [...args]));
  Object.defineProperties(guarded, Object.getOwnPropertyDescriptors(original));
  Reflect.set(owner, name, guarded);
}
