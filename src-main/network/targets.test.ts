import { describe, expect, test } from 'vitest';
import { isLocalHost, targetOf } from './targets.ts';

describe('a host', () => {
  test.each(['localhost', 'LocalHost', '127.0.0.1', '127.8.9.10', '::1', '[::1]', '::ffff:127.0.0.1'])(
    '%s is this machine',
    (host) => expect(isLocalHost(host)).toBe(true),
  );
  test.each([
    '192.168.0.1',
    '10.0.0.1',
    '0.0.0.0',
    '::',
    '::ffff:8.8.8.8',
    '2001:db8::1',
    '169.254.169.254',
    'localhost.example',
    'example.invalid',
    '127.1',
    '',
  ])('%s is not', (host) => expect(isLocalHost(host)).toBe(false));
});

describe('the arguments of a connection', () => {
  test.each([
    [[80], null],
    [['80'], null],
    [[80, 'there'], 'there'],
    [[80, () => undefined], null],
    [[{ port: 80 }], null],
    [[{ port: 80, host: 'there' }], 'there'],
    [[[{ port: 80, host: 'there' }, null]], 'there'],
    [[{ port: 80, host: 'there', fd: 3 }], 'there'],
    [['', 'there'], 'there'],
    [[{ path: '', port: 80, host: 'there' }], 'there'],
    [[], null],
  ])('%j name a host or none', (args, host) => expect(targetOf(args)).toEqual({ kind: 'host', host }));

  test.each([[['/run/socket']], [[{ path: '/run/socket' }]], [[{ fd: 3 }]], [[[{ path: '/run/socket' }, null]]]])(
    '%j name a local socket',
    (args) => expect(targetOf(args)).toEqual({ kind: 'local' }),
  );
});
